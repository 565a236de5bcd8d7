package policy.pod_security.capabilities

import data.lib.config
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Containers drop all capabilities
# description: Every container drops ALL Linux capabilities and adds none but those the configuration allows.
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
#   config: [allowed_capabilities]
deny contains finding.of_container(container, ["securityContext", "capabilities"], args) if {
	some container in inventory.containers
	capabilities := inventory.mapping(container.security, "capabilities")
	not restricted(capabilities)
	args := {
		"drop": json.marshal(inventory.optional(capabilities, "drop", [])),
		"add": json.marshal(inventory.optional(capabilities, "add", [])),
		"allowed": concat(", ", allowed),
	}
}

allowed := config.value("allowed_capabilities")

restricted(capabilities) if {
	"ALL" in inventory.list(capabilities, "drop")
	added := inventory.optional(capabilities, "add", [])
	is_array(added)
	every capability in added {
		capability in allowed
	}
}
