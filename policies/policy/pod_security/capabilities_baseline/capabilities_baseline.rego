package policy.pod_security.capabilities_baseline

import data.lib.capability
import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Containers add no unusual capability
# description: >-
#   A container adds only Linux capabilities that container runtimes grant by default, and not NET_RAW. The
#   restricted level has its own rule from v1.22 on.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} adds {add}; it may add only {allowed}
#   remediation: Remove what add names; listen on a port above 1023 rather than adding a capability.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["securityContext", "capabilities", "add"], args) if {
	some context, places in standard.holders
	context.kind == "container"
	not standard.restricted(context, 22)
	added := inventory.optional(inventory.mapping(context.own, "capabilities"), "add", [])
	not capability.usual(added)
	some place in places
	container := standard.subjects[place]
	args := {"add": json.marshal(added), "allowed": concat(", ", capability.common)}
}
