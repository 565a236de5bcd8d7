# What label selectors select, by an index over labels: nobody looks at each pod for each selector.
package lib.selector

import data.lib.inventory

# Positions in inventory.pods that a LabelSelector selects in a namespace; an empty one selects all of them.
pods(namespace, selector) := selected("Pod", namespace, selector, pod_labels)

# Positions in inventory.of_kind.Service, likewise.
services(namespace, selector) := selected("Service", namespace, selector, service_labels)

selected(kind, namespace, selector, labels) := {position |
	some position in candidates(kind, namespace, wanted(selector))
	every expression in inventory.list(selector, "matchExpressions") {
		satisfied(expression, labels[position])
	}
}

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

candidates(kind, namespace, labels) := found(kind, namespace) if {
	labels == {}
} else := intersection({holders | some label, value in labels; holders := found(kind, [namespace, label, value])})

found(kind, place) := object.get(index, json.marshal([kind, place]), set())

index := holding

holding[json.marshal(["Pod", pod.namespace])] contains position if some position, pod in inventory.pods

holding[json.marshal(["Pod", [pod.namespace, label, value]])] contains position if {
	some position, pod in inventory.pods
	some label, value in pod_labels[position]
}

holding[json.marshal(["Service", inventory.namespace(service)])] contains position if {
	some position, service in inventory.of_kind.Service
}

holding[json.marshal(["Service", [inventory.namespace(service), label, value]])] contains position if {
	some position, service in inventory.of_kind.Service
	some label, value in service_labels[position]
}

pod_labels := [labels_of(template(pod)) | some pod in inventory.pods]

service_labels := [labels_of(service) | some service in inventory.of_kind.Service]

labels_of(object) := inventory.mapping(inventory.mapping(object, "metadata"), "labels")

# What holds the metadata of a workload's pods.
template(pod) := pod.object if {
	pod.kind == "Pod"
} else := pod.object.template if {
	pod.kind == "PodTemplate"
} else := pod.object.spec.jobTemplate.spec.template if {
	pod.kind == "CronJob"
} else := pod.object.spec.template

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
