package policy.resources.requests_and_limits

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: Containers state what they need
# description: >-
#   Every regular and init container, or its pod as a whole, requests and is limited to each resource that the
#   configuration lists. Zero doesn't count.
# related_resources:
#   - https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# custom:
#   severity: error
#   scope: object
#   message: container {container} states no {resource} in resources.{field}
#   remediation: >-
#     Set compute.cpu, compute.memory and compute.ephemeralStorage in the model's spec, or resources.requests and
#     resources.limits on the container.
#   config: [required_resources]
deny contains finding.of_container(container, ["resources", field, resource], args) if {
	some container in inventory.containers
	container.field != "ephemeralContainers"
	not sufficient(container)
	some field in ["requests", "limits"]
	own := inventory.mapping(container.resources, field)
	shared := inventory.mapping(container.pod.resources, field)
	some resource in required
	not stated(own, shared, resource)
	args := {"field": field, "resource": resource}
}

required := config.value("required_resources")

stated(own, shared, resource) if {
	amount := own[resource]
	quantity.nano[amount] > 0
} else if {
	amount := shared[resource]
	quantity.nano[amount] > 0
}

sufficient(container) if container.resources in complete

complete contains block if {
	some block in inventory.blocks
	every field in ["requests", "limits"] {
		every resource in required {
			stated(block[field], {}, resource)
		}
	}
}
