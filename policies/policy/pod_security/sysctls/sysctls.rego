package policy.pod_security.sysctls

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Only safe kernel parameters are set
# description: A pod sets only sysctls that stay inside it and that its version of the standard lists.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
# custom:
#   severity: error
#   scope: object
#   message: sysctl {sysctl} is not among the safe ones
#   remediation: Remove the sysctl, or have the nodes set it for everyone.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_pod(judged.pod, ["securityContext", "sysctls", index, "name"], {"sysctl": sysctl}) if {
	some judged in standard.pods
	some index, entry in inventory.list(judged.pod.security, "sysctls")
	sysctl := finding.text(entry, "name")
	not safe(sysctl, judged)
}

safe(sysctl, judged) if {
	some name, since in allowed
	name == sysctl
	judged.minor >= since
}

allowed := {
	"kernel.shm_rmid_forced": 0,
	"net.ipv4.ip_local_port_range": 0,
	"net.ipv4.ip_unprivileged_port_start": 0,
	"net.ipv4.ping_group_range": 0,
	"net.ipv4.tcp_syncookies": 0,
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
	"net.ipv4.tcp_notsent_lowat": 37,
	"net.ipv4.tcp_slow_start_after_idle": 37,
}
