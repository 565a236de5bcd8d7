package policy.resources.malformed_quantity

import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: Quantities are quantities
# description: >-
#   Every amount in resources, overheads, quotas, limit ranges and volume claims is a Kubernetes quantity that is not negative.
# related_resources:
#   - https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {value} is no quantity for {resource}
#   remediation: Write a number with an optional suffix, such as 500m, 2, 1.5Gi or 1e3, without a space between them.
#   config: []
deny contains finding.of_container(container, ["resources", field, resource], args) if {
	count(quantity.malformed) > 0
	some container in inventory.containers
	some field in ["requests", "limits"]
	some resource, value in inventory.mapping(container.resources, field)
	value in quantity.malformed
	args := {"resource": resource, "value": quantity.text(value)}
}

deny contains finding.of_pod(pod, array.concat(path, [resource]), args) if {
	some pod in inventory.pods
	some path in [["resources", "requests"], ["resources", "limits"], ["overhead"]]
	some resource, value in amounts(pod, path)
	value in quantity.malformed
	args := {"resource": resource, "value": quantity.text(value)}
}

deny contains finding.of_object(entry.object, entry.path, args) if {
	some entry in quantity.stored
	entry.value in quantity.malformed
	args := {"resource": entry.resource, "value": quantity.text(entry.value)}
}

amounts(pod, path) := inventory.mapping(pod.resources, path[1])

amounts(pod, path) := inventory.mapping(pod.spec, path[0]) if count(path) == 1
