package policy.pod_security.capabilities_restricted

import data.lib.capability
import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Containers drop all capabilities
# description: Every container drops ALL Linux capabilities and adds none but NET_BIND_SERVICE.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: container {container} drops {drop} and adds {add}; it must drop ALL and may add only {allowed}
#   remediation: >-
#     Set securityContext.capabilities.drop to [ALL] and remove what add names; listen on a port above 1023 rather
#     than adding one.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_container(container, ["securityContext", "capabilities"], args) if {
	some context, places in standard.holders
	context.kind == "container"
	standard.restricted_linux(context, 22)
	capabilities := inventory.mapping(context.own, "capabilities")
	not harmless(capabilities)
	some place in places
	container := standard.subjects[place]
	drop := json.marshal(inventory.optional(capabilities, "drop", []))
	add := json.marshal(inventory.optional(capabilities, "add", []))
	args := {"drop": drop, "add": add, "allowed": concat(", ", allowed)}
}

allowed := {"NET_BIND_SERVICE"}

harmless(capabilities) if {
	"ALL" in inventory.list(capabilities, "drop")
	added := inventory.optional(capabilities, "add", [])
	capability.within(added, allowed)
}
