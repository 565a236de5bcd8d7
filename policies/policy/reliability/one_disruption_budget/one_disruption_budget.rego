package policy.reliability.one_disruption_budget

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.selector

# METADATA
# scope: rule
# title: A pod has one disruption budget
# description: >-
#   No two PodDisruptionBudgets select the same pods. The eviction API answers with an error for such a pod, so its
#   node can't be drained.
# related_resources:
#   - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     {budgets} select the same pods
#   remediation: >-
#     Keep one budget for each workload, with the labels of that workload only.
#   config: []
deny contains finding.of_object(budget, ["spec", "selector"], {"budgets": concat(", ", names)}) if {
	some indices in selecting
	count(indices) > 1
	some index in indices
	budget := kinds.objects.PodDisruptionBudget[index]
	names := {finding.text(kinds.objects.PodDisruptionBudget[one].metadata, "name") | some one in indices}
}

# Budgets by the position of each pod they select.
selecting[position] contains index if {
	some index, budget in kinds.objects.PodDisruptionBudget
	some position in selector.pods(inventory.namespace(budget), budget.spec.selector)
}
