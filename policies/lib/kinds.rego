# Objects by what they are: an input of thousands of objects has a dozen API versions and kinds.
package lib.kinds

import data.lib.document

# Positions in document.objects, by API version and kind. An object without one of them has no place here:
# hygiene.malformed_object reports it.
typed := placed

placed[type] contains position if {
	some position, object in document.objects
	type := json.marshal([object.apiVersion, object.kind])
}

of_kind[kind] contains type if {
	some type, _ in typed
	[_, kind] := json.unmarshal(type)
}

# Objects by kind, for the kinds that rules ask for.
objects := {kind: found |
	some kind in asked
	found := [document.objects[position] |
		some type in object.get(of_kind, kind, set())
		some position in typed[type]
	]
}

asked := {
	"ClusterRole",
	"ClusterRoleBinding",
	"ConfigMap",
	"Deployment",
	"ExternalSecret",
	"HTTPRoute",
	"HorizontalPodAutoscaler",
	"Ingress",
	"LimitRange",
	"Namespace",
	"NetworkPolicy",
	"PersistentVolumeClaim",
	"PodDisruptionBudget",
	"PodMonitor",
	"PriorityClass",
	"ReplicaSet",
	"ReplicationController",
	"ResourceQuota",
	"Role",
	"RoleBinding",
	"ScaledObject",
	"SealedSecret",
	"Secret",
	"Service",
	"ServiceAccount",
	"ServiceMonitor",
	"StatefulSet",
	"StorageClass",
}
