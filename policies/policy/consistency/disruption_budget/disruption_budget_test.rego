package policy.consistency.disruption_budget_test

import data.lib.sample_test as sample
import data.policy.consistency.disruption_budget

object_of(version, kind, spec) := sample.namespaced(version, kind, "iris", {"spec": spec})

cases := {
	"selects": {"objects": [sample.namespace, sample.serving({}), object_of("policy/v1", "PodDisruptionBudget", {"selector": {"matchLabels": {"app": "iris"}}})], "denied": set()},
	"another": {"objects": [sample.namespace, sample.serving({}), object_of("policy/v1", "PodDisruptionBudget", {"selector": {"matchLabels": {"app": "other"}}})], "denied": {sample.of(object_of("policy/v1", "PodDisruptionBudget", {}), "/spec/selector", {})}},
	"all pods": {"objects": [sample.namespace, sample.serving({}), object_of("policy/v1", "PodDisruptionBudget", {"selector": {}})], "denied": set()},
	"nobody knows the namespace": {"objects": [sample.serving({}), object_of("policy/v1", "PodDisruptionBudget", {"selector": {"matchLabels": {"app": "other"}}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	disruption_budget.deny == case.denied with input as sample.stack(case.objects)
}
