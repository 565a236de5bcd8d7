package policy.quota.missing_test

import data.lib.sample_test as sample
import data.policy.quota.missing

cases := {
	"no quota": {"objects": [sample.namespace, sample.serving({})], "denied": {sample.in_namespace}},
	"a quota": {"objects": [sample.namespace, sample.serving({}), sample.quota({"pods": 5})], "denied": set()},
	"an empty quota": {
		"objects": [sample.namespace, sample.serving({}), sample.quota({})],
		"denied": {sample.in_namespace},
	},
	"a quota with scopes": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			object.union(sample.quota({"pods": 5}), {"spec": {"scopes": ["BestEffort"]}}),
		],
		"denied": {sample.in_namespace},
	},
	"a quota with a scope selector": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			object.union(sample.quota({"pods": 5}), {"spec": {"scopeSelector": {"matchExpressions": []}}}),
		],
		"denied": {sample.in_namespace},
	},
	"of another API": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			object.union(sample.quota({"pods": 5}), {"apiVersion": "example.com/v1"}),
		],
		"denied": {sample.in_namespace},
	},
	"elsewhere": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			object.union(sample.quota({"pods": 5}), {"metadata": {"namespace": "other"}}),
		],
		"denied": {sample.in_namespace},
	},
	"no workload": {"objects": [sample.namespace], "denied": set()},
	"no namespace object": {"objects": [sample.serving({})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	missing.deny == case.denied with input as sample.stack(case.objects)
}
