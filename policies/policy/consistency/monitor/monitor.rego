package policy.consistency.monitor

import data.lib.finding
import data.lib.inventory
import data.lib.kinds
import data.lib.selector

# METADATA
# scope: rule
# title: A monitor finds what it scrapes
# description: >-
#   The selector of a ServiceMonitor selects Services, and that of a PodMonitor pods, in the namespaces it names or in
#   its own. Nothing would be measured, and no alert would say so.
# related_resources:
#   - https://prometheus-operator.dev/docs/developer/getting-started/
# custom:
#   severity: warning
#   scope: namespace
#   message: >-
#     the {kind} selects nothing in {namespaces}
#   remediation: >-
#     Give the monitor the labels of the Service or pods, and the namespaces they are in.
#   config: []
deny contains finding.of_object(object, ["spec", "selector"], args) if {
	some kind in ["PodMonitor", "ServiceMonitor"]
	some object in kinds.objects[kind]
	spaces := namespaces(object)
	every namespace in spaces {
		namespace in inventory.namespaces
	}
	every namespace in spaces {
		found(kind, namespace, object.spec.selector) == set()
	}
	args := {"kind": kind, "namespaces": concat(", ", spaces)}
}

# A monitor of all namespaces can't be judged by those of the input.
namespaces(object) := names if {
	names := object.spec.namespaceSelector.matchNames
} else := [object.metadata.namespace] if {
	not object.spec.namespaceSelector.any == true
}

found(kind, namespace, wanted) := selector.pods(namespace, wanted) if kind == "PodMonitor"

found(kind, namespace, wanted) := selector.services(namespace, wanted) if kind == "ServiceMonitor"
