package policy.pod_security.host_namespaces

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Pods don't share the node's namespaces
# description: A pod sets none of hostNetwork, hostPID and hostIPC.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: the pod sets {field}
#   remediation: >-
#     Remove the field. To be reached from outside the cluster a model sets route in its spec; it never needs the
#     node's network.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_pod(pod, [field], {"field": field}) if {
	some judged in standard.pods
	pod := judged.pod
	some field in ["hostNetwork", "hostPID", "hostIPC"]
	not separate(pod, field)
}

separate(pod, field) if inventory.optional(pod.spec, field, false) == false
