# What label selectors select, by an index over labels: nobody looks at each pod for each selector.
package lib.selector

import data.lib.inventory
import data.lib.kinds

# Positions in inventory.pods that a LabelSelector selects in a namespace; an empty one selects all of them.
pods(namespace, selector) := selected("Pod", namespace, selector)

# Positions in kinds.objects.Service, likewise.
services(namespace, selector) := selected("Service", namespace, selector)

# Most selectors ask for one label, which is found at once.
selected(kind, namespace, selector) := positions if {
	not selector.matchExpressions
	positions := found(kind, namespace, selector.matchLabels)
	positions != set()
} else := {position |
	some position in candidates(kind, namespace, wanted(selector))
	every expression in inventory.list(selector, "matchExpressions") {
		satisfied(expression, labels_at(kind, position))
	}
}

labels_at(kind, position) := pod_labels[position] if kind == "Pod"

labels_at(kind, position) := service_labels[position] if kind == "Service"

# Labels that controllers add to the pods they make are in no template.
wanted(selector) := {label: value |
	some label, value in inventory.mapping(selector, "matchLabels")
	not label in generated
}

generated := {
	"apps.kubernetes.io/pod-index",
	"batch.kubernetes.io/job-name",
	"job-name",
	"pod-template-hash",
	"statefulset.kubernetes.io/pod-name",
}

candidates(kind, namespace, labels) := found(kind, namespace, {}) if {
	labels == {}
} else := intersection({holders | some label, value in labels; holders := found(kind, namespace, {label: value})})

found(kind, namespace, labels) := object.get(index, json.marshal([kind, namespace, labels]), set())

# Positions by kind, namespace, and one label or none.
index := {key: positions | some key, positions in holding} # never undefined: see scale.by_target

holding[key] contains position if {
	some position, pod in inventory.pods
	key := json.marshal(["Pod", pod.namespace, {}])
}

holding[key] contains position if {
	some position, labels in pod_labels
	some label in asked
	value := labels[label]
	key := json.marshal(["Pod", inventory.pods[position].namespace, {label: value}])
}

holding[key] contains position if {
	some position, service in kinds.objects.Service
	key := json.marshal(["Service", inventory.namespace(service), {}])
}

holding[key] contains position if {
	some position, labels in service_labels
	some label in asked
	value := labels[label]
	key := json.marshal(["Service", inventory.namespace(kinds.objects.Service[position]), {label: value}])
}

# The labels that selectors of the input ask for: far fewer than there are.
asked contains label if {
	some service in kinds.objects.Service
	some label, _ in inventory.mapping(inventory.mapping(service, "spec"), "selector")
}

asked contains label if {
	some kind in ["PodDisruptionBudget", "PodMonitor", "ServiceMonitor"]
	some object in kinds.objects[kind]
	selector := inventory.mapping(inventory.mapping(object, "spec"), "selector")
	some label, _ in inventory.mapping(selector, "matchLabels")
}

asked contains label if {
	some policy in kinds.objects.NetworkPolicy
	selector := inventory.mapping(inventory.mapping(policy, "spec"), "podSelector")
	some label, _ in inventory.mapping(selector, "matchLabels")
}

pod_labels := [labels_of(pod) | some pod in inventory.pods]

# Labels of a workload's pods. Most kinds keep them in the same place.
labels_of(pod) := labels if {
	labels := pod.object.spec.template.metadata.labels
	is_object(labels)
} else := inventory.mapping(metadata, "labels") if {
	pod.kind == "Pod"
	metadata := pod.object.metadata
} else := inventory.mapping(metadata, "labels") if {
	pod.kind == "PodTemplate"
	metadata := pod.object.template.metadata
} else := inventory.mapping(metadata, "labels") if {
	pod.kind == "CronJob"
	metadata := pod.object.spec.jobTemplate.spec.template.metadata
} else := {}

service_labels := [labels |
	some service in kinds.objects.Service
	labels := inventory.mapping(service.metadata, "labels")
]

satisfied(expression, owned) if {
	expression.operator == "In"
	owned[expression.key] in expression.values
}

satisfied(expression, owned) if {
	expression.operator == "NotIn"
	not among(expression, owned)
}

satisfied(expression, owned) if {
	expression.operator == "Exists"
	has(expression, owned)
}

satisfied(expression, owned) if {
	expression.operator == "DoesNotExist"
	not has(expression, owned)
}

among(expression, owned) if owned[expression.key] in expression.values

has(expression, owned) if expression.key in object.keys(owned)
