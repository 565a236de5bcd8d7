package policy.resources.requests_and_limits

import data.lib.admission
import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.quantity
import data.lib.range

# METADATA
# scope: rule
# title: Containers state what they need
# description: >-
#   Every regular and init container, or its pod as a whole, requests and is limited to each resource that the
#   configuration lists, once admission has set its defaults: a request to the limit, and what is still missing to the
#   LimitRange's. Zero doesn't count.
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
	given := range.of_namespace(container.pod.namespace)
	some field in ["requests", "limits"]
	some resource in required
	not stated(container, given, field, resource)
	args := {"field": field, "resource": resource}
}

required := config.value("required_resources")

stated(container, given, field, resource) if {
	amounts := container.pod.resources[field]
	quantity.nano[amounts[resource]] > 0
} else if {
	admission.admitted(given, container.resources, field, resource) > 0
}

sufficient(container) if container.resources in complete

complete contains block if {
	some block in inventory.blocks
	every field in ["requests", "limits"] {
		every resource in required {
			admission.admitted({}, block, field, resource) > 0
		}
	}
}
