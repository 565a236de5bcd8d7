package policy.reliability.autoscaler_bounds_test

import data.lib.sample_test as sample
import data.policy.reliability.autoscaler_bounds

horizontal(spec) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}, "maxReplicas": 4},
	spec,
)})

keda(spec) := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "queue", {"spec": object.union(
	{"scaleTargetRef": {"name": "iris"}},
	spec,
)})

cases := {
	"in order": {"objects": [horizontal({"minReplicas": 2}), keda({"minReplicaCount": 2, "maxReplicaCount": 3})], "denied": set()},
	"equal": {"objects": [horizontal({"minReplicas": 4})], "denied": set()},
	"defaults": {"objects": [horizontal({}), keda({})], "denied": set()},
	"out of order": {"objects": [horizontal({"minReplicas": 5})], "denied": {sample.of(horizontal({}), "/spec/minReplicas", {"fewest": 5, "most": 4})}},
	"above KEDA's default": {"objects": [keda({"minReplicaCount": 101})], "denied": {sample.of(keda({}), "/spec/minReplicaCount", {"fewest": 101, "most": 100})}},
	"no most": {"objects": [horizontal({"maxReplicas": null})], "denied": {sample.of(horizontal({}), "/spec/minReplicas", {"fewest": 1, "most": null})}},
	"text": {"objects": [horizontal({"minReplicas": "2"})], "denied": {sample.of(horizontal({}), "/spec/minReplicas", {"fewest": "2", "most": 4})}},
	"no number": {"objects": [horizontal({"minReplicas": false})], "denied": {sample.of(horizontal({}), "/spec/minReplicas", {"fewest": false, "most": 4})}},
	"text at the top": {"objects": [horizontal({"maxReplicas": "9"})], "denied": {sample.of(horizontal({}), "/spec/minReplicas", {"fewest": 1, "most": "9"})}},
}

test_cases[name] if {
	some name, case in cases
	autoscaler_bounds.deny == case.denied with input as sample.stack(case.objects)
}
