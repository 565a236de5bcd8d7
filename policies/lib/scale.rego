# Who scales what, and how few replicas may be left.
package lib.scale

import data.lib.inventory
import data.lib.kinds

# Every autoscaler with what it scales and the names of its bounds.
autoscalers := array.concat(
	[scaler |
		some object in kinds.objects.HorizontalPodAutoscaler
		goal := object.spec.scaleTargetRef
		target := place(inventory.namespace(object), goal.kind, goal.name)
		scaler := {"object": object, "target": target, "least": "minReplicas", "most": "maxReplicas"}
	],
	[scaler |
		some object in kinds.objects.ScaledObject
		goal := object.spec.scaleTargetRef
		target := place(inventory.namespace(object), inventory.optional(goal, "kind", "Deployment"), goal.name)
		scaler := {"object": object, "target": target, "least": "minReplicaCount", "most": "maxReplicaCount"}
	],
)

place(namespace, kind, name) := json.marshal([namespace, kind, name])

# What bounds are where an autoscaler doesn't say; a HorizontalPodAutoscaler must say how many it makes at most.
defaults := {"minReplicas": 1, "maxReplicas": null, "minReplicaCount": 0, "maxReplicaCount": 100}

fewest_by(scaler) := inventory.optional(scaler.object.spec, scaler.least, defaults[scaler.least])

most_by(scaler) := inventory.optional(scaler.object.spec, scaler.most, defaults[scaler.most])

# Positions in `autoscalers`, by what they scale.
# A copy, because to regorus a rule that finds nothing is undefined, and not the empty object that it is to OPA.
by_target := {target: positions | some target, positions in aiming}

aiming[target] contains position if {
	some position, scaler in autoscalers
	target := scaler.target
}

of_pod(pod) := object.get(by_target, place(pod.namespace, pod.kind, pod.object.metadata.name), set())

names(positions) := {name |
	some position in positions
	scaler := autoscalers[position].object
	name := concat("/", [scaler.kind, scaler.metadata.name])
}

# The fewest replicas of each pod's workload, by position in inventory.pods; no entry where replicas are not what counts.
fewest := {position: replicas |
	some position, pod in inventory.pods
	pod.kind in {"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"}
	replicas := lowest(pod)
	is_number(replicas)
}

lowest(pod) := min(minima) if {
	minima := {fewest_by(autoscalers[position]) | some position in of_pod(pod)}
	minima != set()
} else := inventory.optional(pod.object.spec, "replicas", 1)
