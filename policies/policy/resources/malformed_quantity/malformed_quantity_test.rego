package policy.resources.malformed_quantity_test

import data.lib.sample_test as sample
import data.policy.resources.malformed_quantity

cases := {
	"all well": {"objects": [sample.serving({})], "denied": set()},
	"all well in a pod and a quota": {
		"objects": [
			sample.deployment({"resources": {"limits": {"cpu": 1}}, "overhead": {"cpu": "1m"}}),
			sample.quota({"pods": 1}),
		],
		"denied": set(),
	},
	"no number": {
		"objects": [sample.serving({"resources": {"limits": {"cpu": "12x"}}})],
		"denied": {sample.in_container("/resources/limits/cpu", {"resource": "cpu", "value": `12x`})},
	},
	"negative": {
		"objects": [sample.serving({"resources": {"requests": {"cpu": "-1"}}})],
		"denied": {sample.in_container("/resources/requests/cpu", {"resource": "cpu", "value": `-1`})},
	},
	"null": {
		"objects": [sample.serving({"resources": {"requests": {"cpu": null}}})],
		"denied": {sample.in_container("/resources/requests/cpu", {"resource": "cpu", "value": `null`})},
	},
	"a boolean": {
		"objects": [sample.serving({"resources": {"requests": {"nvidia.com/gpu": true}}})],
		"denied": {
			sample.in_container(
				"/resources/requests/nvidia.com~1gpu",
				{"resource": "nvidia.com/gpu", "value": `true`},
			),
		},
	},
	"of the pod": {
		"objects": [sample.deployment({"resources": {"limits": {"cpu": "1 core"}}})],
		"denied": {sample.in_pod("/resources/limits/cpu", {"resource": "cpu", "value": `1 core`})},
	},
	"overhead": {
		"objects": [sample.deployment({"overhead": {"cpu": ""}})],
		"denied": {sample.in_pod("/overhead/cpu", {"resource": "cpu", "value": ``})},
	},
	"a quota": {
		"objects": [sample.quota({"requests.cpu": "ten"})],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "ResourceQuota", "namespace": "models", "name": "quota"},
				"container": null,
				"path": "/spec/hard/requests.cpu",
				"args": {"resource": "requests.cpu", "value": `ten`},
			},
		},
	},
	"a range": {
		"objects": [
			sample.namespaced("v1", "LimitRange", "range", {"spec": {"limits": [{"min": {"cpu": "two"}}]}}),
		],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "LimitRange", "namespace": "models", "name": "range"},
				"container": null,
				"path": "/spec/limits/0/min/cpu",
				"args": {"resource": "cpu", "value": `two`},
			},
		},
	},
	"a claim": {
		"objects": [
			sample.namespaced(
				"v1",
				"PersistentVolumeClaim",
				"data",
				{"spec": {"resources": {"requests": {"storage": "10GB"}}}},
			),
		],
		"denied": {
			{
				"object": {
					"apiVersion": "v1",
					"kind": "PersistentVolumeClaim",
					"namespace": "models",
					"name": "data",
				},
				"container": null,
				"path": "/spec/resources/requests/storage",
				"args": {"resource": "storage", "value": `10GB`},
			},
		},
	},
	"a claim's template": {
		"objects": [
			sample.workload(
				"StatefulSet",
				{
					"volumeClaimTemplates": [{"spec": {"resources": {"requests": {"storage": []}}}}],
					"template": {"spec": sample.pod},
				},
			),
		],
		"denied": {
			{
				"object": sample.identity("StatefulSet"),
				"container": null,
				"path": "/spec/volumeClaimTemplates/0/spec/resources/requests/storage",
				"args": {"resource": "storage", "value": "[]"},
			},
		},
	},
}

test_cases[name] if {
	some name, case in cases
	malformed_quantity.deny == case.denied with input as sample.stack(case.objects)
}
