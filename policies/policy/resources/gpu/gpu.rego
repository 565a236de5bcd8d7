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
	some resource in named(container)
	gpu(resource)
	not guaranteed(container.resources, resource)
	args := {
		"resource": resource,
		"request": written(container.resources, "requests", resource),
		"limit": written(container.resources, "limits", resource),
	}
}

named(container) := object.keys(inventory.mapping(container.resources, "requests")) | object.keys(inventory.mapping(container.resources, "limits"))

devices := config.value("gpu_resources")

gpu(resource) if {
	some known in devices
	endswith(known, "/")
	startswith(resource, known)
}

gpu(resource) if resource in devices

guaranteed(resources, resource) if {
	limit := quantity.nano[resources.limits[resource]]
	limit % 1000000000 == 0
	quantity.nano[inventory.optional(inventory.mapping(resources, "requests"), resource, resources.limits[resource])] == limit
}

written(resources, field, resource) := quantity.text(amount) if {
	amount := inventory.mapping(resources, field)[resource]
} else := "nothing"
