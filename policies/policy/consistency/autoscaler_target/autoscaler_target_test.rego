package policy.consistency.autoscaler_target_test

import data.lib.sample_test as sample
import data.policy.consistency.autoscaler_target

horizontal(spec) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}, "maxReplicas": 4},
	spec,
)})

keda(spec) := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "queue", {"spec": object.union(
	{"scaleTargetRef": {"name": "iris"}},
	spec,
)})

cases := {
	"there": {"objects": [sample.namespace, sample.serving({}), horizontal({}), keda({})], "denied": set()},
	"not there": {"objects": [sample.namespace, horizontal({})], "denied": {sample.of(horizontal({}), "/spec/scaleTargetRef", {"kind": "Deployment", "name": "iris"})}},
	"not there for KEDA": {"objects": [sample.namespace, keda({})], "denied": {sample.of(keda({}), "/spec/scaleTargetRef", {"kind": "Deployment", "name": "iris"})}},
	"another kind": {"objects": [sample.namespace, sample.serving({}), horizontal({"scaleTargetRef": {"kind": "StatefulSet"}})], "denied": {sample.of(horizontal({}), "/spec/scaleTargetRef", {"kind": "StatefulSet", "name": "iris"})}},
	"a custom kind": {"objects": [sample.namespace, horizontal({"scaleTargetRef": {"kind": "Thing"}})], "denied": set()},
	"nobody knows the namespace": {"objects": [horizontal({})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	autoscaler_target.deny == case.denied with input as sample.stack(case.objects)
}
