package policy.hygiene.unknown_workload_test

import data.lib.sample_test as sample
import data.policy.hygiene.unknown_workload

cases := {
	"a known kind": {"objects": [sample.serving({})], "denied": set()},
	"a kind without pods": {
		"objects": [sample.namespaced("v1", "ConfigMap", "odd", {"containers": [{"image": "x"}]})],
		"denied": set(),
	},
	"a custom kind without pods": {
		"objects": [
			sample.namespaced(
				"example.com/v1",
				"Thing",
				"odd",
				{"spec": {"containers": [{"name": "x"}, "y"], "a/b": 1}},
			),
		],
		"denied": set(),
	},
	"a custom kind with a pod": {
		"objects": [
			sample.namespaced(
				"example.com/v1",
				"Thing",
				"odd",
				{"spec": {"a/b": [{"containers": [{"image": "x"}]}]}},
			),
		],
		"denied": {
			{
				"object": {"apiVersion": "example.com/v1", "kind": "Thing", "namespace": "models", "name": "odd"},
				"container": null,
				"path": "/spec/a~1b/0/containers",
				"args": {"kind": "Thing"},
			},
		},
	},
	"a custom kind with a template without an image": {
		"objects": [
			sample.namespaced(
				"example.com/v1",
				"Thing",
				"odd",
				{"spec": {"template": {"containers": [{"name": "main", "resources": {"limits": {"cpu": "4"}}}]}}},
			),
		],
		"denied": {
			{
				"object": {"apiVersion": "example.com/v1", "kind": "Thing", "namespace": "models", "name": "odd"},
				"container": null,
				"path": "/spec/template/containers",
				"args": {"kind": "Thing"},
			},
		},
	},
	"a known kind of another API": {
		"objects": [
			sample.namespaced(
				"extensions/v1beta1",
				"Deployment",
				"odd",
				{"spec": {"template": {"spec": {"containers": [{"image": "x"}]}}}},
			),
		],
		"denied": {
			{
				"object": {
					"apiVersion": "extensions/v1beta1",
					"kind": "Deployment",
					"namespace": "models",
					"name": "odd",
				},
				"container": null,
				"path": "/spec/template/spec/containers",
				"args": {"kind": "Deployment"},
			},
		},
	},
}

test_cases[name] if {
	some name, case in cases
	unknown_workload.deny == case.denied with input as sample.stack(case.objects)
}
