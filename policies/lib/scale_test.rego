package lib.scale_test

import data.lib.sample_test as sample
import data.lib.scale

horizontal(spec) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}},
	spec,
)})

keda(spec) := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "iris", {"spec": object.union(
	{"scaleTargetRef": {"name": "iris"}},
	spec,
)})

replicated(kind, replicas) := sample.workload(kind, {"replicas": replicas, "template": {"spec": sample.pod}})

cases := {
	"one by default": {"objects": [replicated("Deployment", null)], "fewest": {0: 1}},
	"as stated": {"objects": [replicated("StatefulSet", 3)], "fewest": {0: 3}},
	"a replica set": {"objects": [replicated("ReplicaSet", 2)], "fewest": {0: 2}},
	"text is no number": {"objects": [replicated("Deployment", "3")], "fewest": {}},
	"a daemon set": {"objects": [replicated("DaemonSet", 3)], "fewest": {}},
	"an autoscaler": {
		"objects": [replicated("Deployment", 5), horizontal({"minReplicas": 2, "maxReplicas": 4})],
		"fewest": {0: 2},
	},
	"an autoscaler that doesn't say": {"objects": [replicated("Deployment", 5), horizontal({})], "fewest": {0: 1}},
	"an autoscaler of another kind": {"objects": [replicated("StatefulSet", 5), horizontal({})], "fewest": {0: 5}},
	"KEDA": {"objects": [replicated("Deployment", 5), keda({"minReplicaCount": 3})], "fewest": {0: 3}},
	"KEDA that doesn't say": {"objects": [replicated("Deployment", 5), keda({})], "fewest": {0: 0}},
	"two": {
		"objects": [replicated("Deployment", 5), keda({"minReplicaCount": 3}), horizontal({"minReplicas": 2})],
		"fewest": {0: 2},
	},
}

test_cases[name] if {
	some name, case in cases
	scale.fewest == case.fewest with input as sample.stack(case.objects)
}

test_bounds if {
	bounds := {[scaler.least, scale.fewest_by(scaler), scale.most_by(scaler)] | some scaler in scale.autoscalers} with input as sample.stack([
		horizontal({"minReplicas": 2, "maxReplicas": 4}),
		horizontal({}),
		keda({"minReplicaCount": 3, "maxReplicaCount": 5}),
		keda({}),
	])
	bounds == {
		["minReplicas", 2, 4],
		["minReplicas", 1, null],
		["minReplicaCount", 3, 5],
		["minReplicaCount", 0, 100],
	}
}
