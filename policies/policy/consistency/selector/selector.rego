package policy.consistency.selector

import data.lib.finding
import data.lib.inventory
import data.lib.selector

# METADATA
# scope: rule
# title: A workload selects its own pods
# description: >-
#   The selector of a Deployment, StatefulSet, DaemonSet or ReplicaSet matches the labels of its pod template. The API
#   server refuses others.
# related_resources:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the selector asks for {label}, which the pod template hasn't
#   remediation: >-
#     Give the pod template the same labels as the selector.
#   config: []
deny contains finding.of_object(pod.object, ["spec", "selector", "matchLabels"], {"label": text}) if {
	some position, pod in inventory.pods
	pod.kind in {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"}
	some label, value in wanted(pod)
	not selector.pod_labels[position][label] == value
	text := concat("=", [label, finding.text({"value": value}, "value")])
}

# No selector at all is a label that nobody has.
wanted(pod) := labels if {
	labels := pod.object.spec.selector.matchLabels
	is_object(labels)
} else := {} if {
	inventory.list(inventory.mapping(pod.object.spec, "selector"), "matchExpressions") != []
} else := {"any label": ""}
