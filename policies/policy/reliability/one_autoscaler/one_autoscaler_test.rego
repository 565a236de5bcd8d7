package policy.reliability.one_autoscaler_test

import data.lib.sample_test as sample
import data.policy.reliability.one_autoscaler

horizontal(spec) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}, "maxReplicas": 4},
	spec,
)})

keda(spec) := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "queue", {"spec": object.union(
	{"scaleTargetRef": {"name": "iris"}},
	spec,
)})

cases := {
	"one": {"objects": [horizontal({})], "denied": set()},
	"two targets": {"objects": [horizontal({}), keda({"scaleTargetRef": {"name": "other"}})], "denied": set()},
	"two kinds": {"objects": [horizontal({}), keda({"scaleTargetRef": {"kind": "StatefulSet"}})], "denied": set()},
	"two": {"objects": [horizontal({}), keda({})], "denied": {
		sample.of(horizontal({}), "/spec/scaleTargetRef", {"target": "iris", "scalers": "HorizontalPodAutoscaler/iris, ScaledObject/queue"}),
		sample.of(keda({}), "/spec/scaleTargetRef", {"target": "iris", "scalers": "HorizontalPodAutoscaler/iris, ScaledObject/queue"}),
	}},
}

test_cases[name] if {
	some name, case in cases
	one_autoscaler.deny == case.denied with input as sample.stack(case.objects)
}
