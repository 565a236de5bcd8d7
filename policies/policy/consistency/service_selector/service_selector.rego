package policy.consistency.service_selector

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.selector

# METADATA
# scope: rule
# title: A Service has pods behind it
# description: >-
#   The selector of a Service selects pods of a workload in its namespace. Requests to it would fail.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     no pod has the labels that the Service selects
#   remediation: >-
#     Give the Service the labels of the workload's pod template.
#   config: []
deny contains finding.of_object(object, ["spec", "selector"], {}) if {
	some object in kinds.objects.Service
	namespace := object.metadata.namespace
	namespace in inventory.namespaces
	labels := object.spec.selector
	labels != {}
	labels != null
	wanted := {"matchLabels": labels}
	selector.pods(namespace, wanted) == set()
}
