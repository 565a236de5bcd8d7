package policy.reliability.disruption_budget

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.scale
import data.lib.selector

# METADATA
# scope: rule
# title: A disruption budget lets nodes be drained
# description: >-
#   A PodDisruptionBudget leaves at least one of the pods it selects to evict while the workload has its fewest
#   replicas. Otherwise no node that runs one can be drained, and upgrades of the cluster stop.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#   - https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     {field} {value} lets none of {pods} pods be evicted
#   remediation: >-
#     Use maxUnavailable 1, and no budget for a single replica; scaling.min of at least 2 in the model's spec makes
#     both.
#   config: []
deny contains finding.of_object(budget.object, ["spec", field], args) if {
	some budget in budgets
	budget.pods > 0
	some field in ["minAvailable", "maxUnavailable"]
	value := inventory.optional(budget.spec, field, null)
	value != null
	pods := budget.pods
	number := amount(value, pods)
	not spares(field, number, pods)
	args := {"field": field, "value": value, "pods": pods}
}

budgets := [budget |
	some object in kinds.objects.PodDisruptionBudget
	inventory.namespace(object) in inventory.namespaces
	spec := inventory.mapping(object, "spec")
	positions := selector.pods(inventory.namespace(object), spec.selector)
	budget := {"object": object, "spec": spec, "pods": sum([scale.fewest[position] | some position in positions])}
]

spares(field, number, pods) if {
	field == "minAvailable"
	is_number(number)
	number < pods
}

spares(field, number, _) if {
	field == "maxUnavailable"
	is_number(number)
	number > 0
}

# Percentages are rounded up, as the API server does; what is no amount spares nothing.
amount(value, pods) := ceil((pods * to_number(digits)) / 100) if {
	digits := regex.find_all_string_submatch_n(`^(0|[1-9][0-9]{0,2})%$`, finding.text([value], 0), 1)[0][1]
} else := value
