package policy.pod_security.host_probes

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Probes and lifecycle handlers call their own pod
# description: >-
#   From v1.34 on no probe or lifecycle handler names a host, by which the kubelet could be made to call anything it
#   reaches.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://kubernetes.io/docs/concepts/workloads/pods/probes/
# custom:
#   severity: error
#   scope: object
#   message: container {container} lets the kubelet call {host}
#   remediation: Remove host; the kubelet then calls the pod's own address.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, array.concat(path, ["host"]), {"host": host}) if {
	some container in standard.containers
	probed(container)
	some path in callers
	host := inventory.optional(inventory.at(container.spec, path), "host", "")
	host != ""
}

probed(container) if {
	some held in standard.judging[container.pod.namespace]
	held.minor >= 34
}

callers := [array.concat(path, [type]) |
	some path in [
		["livenessProbe"],
		["readinessProbe"],
		["startupProbe"],
		["lifecycle", "postStart"],
		["lifecycle", "preStop"],
	]
	some type in ["httpGet", "tcpSocket"]
]
