package policy.reliability.one_disruption_budget_test

import data.lib.sample_test as sample
import data.policy.reliability.one_disruption_budget

budget(spec) := sample.namespaced("policy/v1", "PodDisruptionBudget", "iris", {"spec": object.union(
	{"selector": {"matchLabels": {"app": "iris"}}},
	spec,
)})

elsewhere := named("other", {"selector": {"matchLabels": {"app": "other"}}})

all := sample.namespaced("policy/v1", "PodDisruptionBudget", "all", {"spec": {"selector": {}}})

named(name, spec) := object.union(budget(spec), {"metadata": {"name": name}})

cases := {
	"one": {"objects": [sample.serving({}), budget({})], "denied": set()},
	"two of different pods": {"objects": [sample.serving({}), budget({}), elsewhere], "denied": set()},
	"two of the same pods": {"objects": [sample.serving({}), budget({}), all], "denied": {sample.of(budget({}), "/spec/selector", {"budgets": "all, iris"}), sample.of(all, "/spec/selector", {"budgets": "all, iris"})}},
	"two of no pods": {"objects": [budget({}), all], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	one_disruption_budget.deny == case.denied with input as sample.stack(case.objects)
}
