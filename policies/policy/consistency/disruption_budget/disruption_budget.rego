package policy.consistency.disruption_budget

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.selector

# METADATA
# scope: rule
# title: A disruption budget protects pods
# description: >-
#   The selector of a PodDisruptionBudget selects pods of a workload in its namespace. It would protect nothing.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     the budget selects no pod
#   remediation: >-
#     Give the budget the labels of the workload's pod template.
#   config: []
deny contains finding.of_object(object, ["spec", "selector"], {}) if {
	some object in kinds.objects.PodDisruptionBudget
	namespace := object.metadata.namespace
	namespace in inventory.namespaces
	wanted := object.spec.selector
	selector.pods(namespace, wanted) == set()
}
