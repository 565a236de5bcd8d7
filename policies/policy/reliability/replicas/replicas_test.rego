package policy.reliability.replicas_test

import data.lib.sample_test as sample
import data.policy.reliability.replicas

horizontal(spec) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}, "maxReplicas": 4},
	spec,
)})

keda(spec) := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "queue", {"spec": object.union(
	{"scaleTargetRef": {"name": "iris"}},
	spec,
)})

cases := {
	"the autoscaler's alone": {"objects": [sample.serving({}), horizontal({})], "denied": set()},
	"null is nothing": {"objects": [sample.of_pods("Deployment", {"replicas": null}, {}), horizontal({})], "denied": set()},
	"no autoscaler": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {})], "denied": set()},
	"another's autoscaler": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {}), horizontal({"scaleTargetRef": {"name": "other"}})], "denied": set()},
	"both": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {}), horizontal({})], "denied": {sample.of(sample.serving({}), "/spec/replicas", {"kind": "Deployment", "replicas": 2, "scalers": "HorizontalPodAutoscaler/iris"})}},
	"even zero": {"objects": [sample.of_pods("Deployment", {"replicas": 0}, {}), horizontal({}), keda({})], "denied": {sample.of(sample.serving({}), "/spec/replicas", {"kind": "Deployment", "replicas": 0, "scalers": "HorizontalPodAutoscaler/iris, ScaledObject/queue"})}},
}

test_cases[name] if {
	some name, case in cases
	replicas.deny == case.denied with input as sample.stack(case.objects)
}
