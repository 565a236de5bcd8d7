package policy.secrets.inline_test

import data.lib.sample_test as sample
import data.policy.secrets.inline

cases := {
	"no data": {"objects": [sample.namespaced("v1", "Secret", "key", {})], "denied": set()},
	"empty data": {
		"objects": [sample.namespaced("v1", "Secret", "key", {"data": {}, "stringData": null})],
		"denied": set(),
	},
	"data": {
		"objects": [sample.namespaced("v1", "Secret", "key", {"data": {"b": "eA==", "a": "eA=="}})],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "Secret", "namespace": "models", "name": "key"},
				"container": null,
				"path": "/data",
				"args": {"field": "data", "keys": "a, b"},
			},
		},
	},
	"text data": {
		"objects": [sample.namespaced("v1", "Secret", "key", {"stringData": {"a": "x"}})],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "Secret", "namespace": "models", "name": "key"},
				"container": null,
				"path": "/stringData",
				"args": {"field": "stringData", "keys": "a"},
			},
		},
	},
	"malformed data": {
		"objects": [sample.namespaced("v1", "Secret", "key", {"data": ["eA=="]})],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "Secret", "namespace": "models", "name": "key"},
				"container": null,
				"path": "/data",
				"args": {"field": "data", "keys": "something"},
			},
		},
	},
	"of another API": {
		"objects": [sample.namespaced("example.com/v1", "Secret", "key", {"data": {"a": "eA=="}})],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	inline.deny == case.denied with input as sample.stack(case.objects)
}
