package policy.reliability.disruption_budget_test

import data.lib.sample_test as sample
import data.policy.reliability.disruption_budget

budget(spec) := sample.namespaced("policy/v1", "PodDisruptionBudget", "iris", {"spec": object.union(
	{"selector": {"matchLabels": {"app": "iris"}}},
	spec,
)})

workload(replicas) := sample.of_pods("Deployment", {"replicas": replicas}, {})

cases := {
	"one may go": {"objects": [sample.namespace, workload(2), budget({"maxUnavailable": 1})], "denied": set()},
	"all but one stay": {"objects": [sample.namespace, workload(2), budget({"minAvailable": 1})], "denied": set()},
	"nothing said": {"objects": [sample.namespace, workload(2), budget({})], "denied": set()},
	"a percentage may go": {"objects": [sample.namespace, workload(2), budget({"maxUnavailable": "1%"})], "denied": set()},
	"a percentage stays": {"objects": [sample.namespace, workload(2), budget({"minAvailable": "50%"})], "denied": set()},
	"none may go": {"objects": [sample.namespace, workload(2), budget({"maxUnavailable": 0})], "denied": {sample.of(budget({}), "/spec/maxUnavailable", {"field": "maxUnavailable", "value": 0, "pods": 2})}},
	"no percentage may go": {"objects": [sample.namespace, workload(2), budget({"maxUnavailable": "0%"})], "denied": {sample.of(budget({}), "/spec/maxUnavailable", {"field": "maxUnavailable", "value": "0%", "pods": 2})}},
	"all stay": {"objects": [sample.namespace, workload(2), budget({"minAvailable": 2})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": 2, "pods": 2})}},
	"all stay, in percent": {"objects": [sample.namespace, workload(2), budget({"minAvailable": "100%"})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": "100%", "pods": 2})}},
	"all stay, rounded up": {"objects": [sample.namespace, workload(2), budget({"minAvailable": "51%"})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": "51%", "pods": 2})}},
	"a single replica stays": {"objects": [sample.namespace, workload(1), budget({"minAvailable": 1})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": 1, "pods": 1})}},
	"no amount": {"objects": [sample.namespace, workload(2), budget({"maxUnavailable": "some"})], "denied": {sample.of(budget({}), "/spec/maxUnavailable", {"field": "maxUnavailable", "value": "some", "pods": 2})}},
	"too many percent": {"objects": [sample.namespace, workload(2), budget({"minAvailable": "1000%"})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": "1000%", "pods": 2})}},
	"no amount that stays": {"objects": [sample.namespace, workload(2), budget({"minAvailable": true})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": true, "pods": 2})}},
	"selects nothing": {"objects": [sample.namespace, budget({"maxUnavailable": 0})], "denied": set()},
	"another selector": {"objects": [sample.namespace, workload(2), budget({"maxUnavailable": 0, "selector": {"matchLabels": {"app": "other"}}})], "denied": set()},
	"scaled to zero": {"objects": [sample.namespace, workload(0), budget({"maxUnavailable": 0})], "denied": set()},
	"nobody knows the namespace": {"objects": [workload(2), budget({"maxUnavailable": 0})], "denied": set()},
	"an autoscaler's fewest": {"objects": [sample.namespace, sample.serving({}), budget({"minAvailable": 2}), sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "iris"}, "minReplicas": 2, "maxReplicas": 9}})], "denied": {sample.of(budget({}), "/spec/minAvailable", {"field": "minAvailable", "value": 2, "pods": 2})}},
}

test_cases[name] if {
	some name, case in cases
	disruption_budget.deny == case.denied with input as sample.stack(case.objects)
}
