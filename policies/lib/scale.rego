# Who scales what, and how few replicas may be left.
package lib.scale

import data.lib.inventory

# Every autoscaler with its target and bounds. KEDA scales a Deployment between 0 and 100 where its object says nothing.
autoscalers := array.concat(
	[scaler |
		some object in inventory.of_kind.HorizontalPodAutoscaler
		scaler := aimed(object, "minReplicas", "maxReplicas", {"kind": "", "fewest": 1, "most": null})
	],
	[scaler |
		some object in inventory.of_kind.ScaledObject
		scaler := aimed(object, "minReplicaCount", "maxReplicaCount", {"kind": "Deployment", "fewest": 0, "most": 100})
	],
)

aimed(object, least, greatest, fallback) := {
	"object": object,
	"namespace": inventory.namespace(object),
	"kind": inventory.optional(target, "kind", fallback.kind),
	"name": inventory.optional(target, "name", ""),
	"least": least,
	"fewest": inventory.optional(spec, least, fallback.fewest),
	"most": inventory.optional(spec, greatest, fallback.most),
} if {
	spec := inventory.mapping(object, "spec")
	target := inventory.mapping(spec, "scaleTargetRef")
}

# Positions in `autoscalers`, by what they scale.
by_target := aiming

aiming[place(scaler.namespace, scaler.kind, scaler.name)] contains position if {
	some position, scaler in autoscalers
}

place(namespace, kind, name) := json.marshal([namespace, kind, name])

of_pod(pod) := object.get(by_target, place(pod.namespace, pod.kind, pod.object.metadata.name), set())

# The fewest replicas of each pod's workload, by position in inventory.pods; no entry where replicas are not what counts.
fewest := {position: replicas |
	some position, pod in inventory.pods
	pod.kind in {"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"}
	replicas := lowest(pod)
	is_number(replicas)
}

lowest(pod) := min(minima) if {
	minima := {autoscalers[position].fewest | some position in of_pod(pod)}
	minima != set()
} else := inventory.optional(pod.object.spec, "replicas", 1)
