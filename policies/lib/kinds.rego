# Objects by kind, for the kinds that rules ask for.
package lib.kinds

import data.lib.document

objects := {kind: found |
	some kind in asked
	found := [document.objects[position] | some position in object.get(places, kind, set())]
}

places := positions

positions[object.kind] contains position if {
	some position, object in document.objects
	object.kind in asked
}

asked := {
	"ClusterRole",
	"ClusterRoleBinding",
	"ConfigMap",
	"Deployment",
	"ExternalSecret",
	"GRPCRoute",
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
