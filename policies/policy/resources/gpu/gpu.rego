package policy.resources.gpu

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: GPUs are whole and guaranteed
# description: >-
#   A GPU is limited to a whole number, and requested, if at all, by the same number. Devices can't be shared or
#   overcommitted.
# related_resources:
#   - https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} requests {request} and is limited to {limit} {resource}; both must be the same whole
#     number
#   remediation: >-
#     Set compute.gpu in the model's spec to a whole number, or the same number in resources.requests and
#     resources.limits.
#   config: [gpu_resources]
deny contains finding.of_container(container, ["resources", "limits", resource], args) if {
	some container in inventory.containers
	some resource, args in shared[container.resources]
}

devices := config.value("gpu_resources")

# The GPUs of each block that are not wholly the container's own.
shared := {block: found |
	some block in inventory.blocks
	found := loose(inventory.mapping(block, "requests"), inventory.mapping(block, "limits"))
	found != {}
}

loose(requests, limits) := {resource: args |
	some resource in (object.keys(requests) | object.keys(limits))
	gpu(resource)
	not guaranteed(requests, limits, resource)
	args := {
		"resource": resource,
		"request": written(requests, resource),
		"limit": written(limits, resource),
	}
}

gpu(resource) if resource in devices

gpu(resource) if {
	some device in devices
	endswith(device, "/")
	startswith(resource, device)
}

guaranteed(requests, limits, resource) if {
	limit := quantity.nano[limits[resource]]
	limit % 1000000000 == 0
	quantity.nano[inventory.optional(requests, resource, limits[resource])] == limit
}

written(amounts, resource) := quantity.text(amount) if {
	amount := amounts[resource]
} else := "nothing"
