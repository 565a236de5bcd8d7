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
deny contains finding.of_container(container, [field, type, "host"], {"host": host}) if {
	some container in probed
	some field in ["livenessProbe", "readinessProbe", "startupProbe"]
	handler := container.spec[field]
	some type in callers
	host := handler[type].host
	not harmless(host)
}

deny contains finding.of_container(container, ["lifecycle", field, type, "host"], {"host": host}) if {
	some container in probed
	some field, handler in inventory.mapping(container.spec, "lifecycle")
	some type in callers
	host := handler[type].host
	not harmless(host)
}

probed := [container |
	some container in standard.containers
	container.pod.namespace in namespaces
]

namespaces contains name if {
	some name, standards in standard.judging
	some held in standards
	held.minor >= 34
}

callers := ["httpGet", "tcpSocket"]

harmless(host) if host in {null, ""}
