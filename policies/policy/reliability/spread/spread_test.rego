package policy.reliability.spread_test

import data.lib.sample_test as sample
import data.policy.reliability.spread

horizontal(spec) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": object.union(
	{"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "iris"}, "maxReplicas": 4},
	spec,
)})

cases := {
	"one replica": {"objects": [sample.serving({})], "denied": set()},
	"two": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {})], "denied": {sample.in_pod("/topologySpreadConstraints", {"replicas": 2})}},
	"two, spread": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {"topologySpreadConstraints": [{"maxSkew": 1}]})], "denied": set()},
	"two, spread by nothing": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {"topologySpreadConstraints": []})], "denied": {sample.in_pod("/topologySpreadConstraints", {"replicas": 2})}},
	"two that must keep apart": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {"affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{}]}}})], "denied": set()},
	"two that rather keep apart": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {"affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{}]}}})], "denied": set()},
	"two that keep together": {"objects": [sample.of_pods("Deployment", {"replicas": 2}, {"affinity": {"podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{}]}}})], "denied": {sample.in_pod("/topologySpreadConstraints", {"replicas": 2})}},
	"two by an autoscaler": {"objects": [sample.serving({}), horizontal({"minReplicas": 2})], "denied": {sample.in_pod("/topologySpreadConstraints", {"replicas": 2})}},
}

test_cases[name] if {
	some name, case in cases
	spread.deny == case.denied with input as sample.stack(case.objects)
}
