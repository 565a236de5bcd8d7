package policy.consistency.network_policy

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.selector

# METADATA
# scope: rule
# title: A NetworkPolicy is for pods
# description: >-
#   The podSelector of a NetworkPolicy selects pods of a workload in its namespace, or all of them. A misspelt one
#   opens or closes nothing.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   severity: warning
#   scope: namespace
#   message: >-
#     the NetworkPolicy selects no pod
#   remediation: >-
#     Give the policy the labels of the workload's pod template.
#   config: []
deny contains finding.of_object(object, ["spec", "podSelector"], {}) if {
	some object in kinds.objects.NetworkPolicy
	namespace := object.metadata.namespace
	namespace in inventory.namespaces
	wanted := object.spec.podSelector
	wanted != {}
	selector.pods(namespace, wanted) == set()
}
