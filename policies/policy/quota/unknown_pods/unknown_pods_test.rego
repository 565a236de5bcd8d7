package policy.quota.unknown_pods_test

import data.lib.sample_test as sample
import data.policy.quota.unknown_pods

cases := {
	"says nothing": {"objects": [sample.serving({})], "denied": set()},
	"a percentage": {
		"objects": [
			sample.workload(
				"Deployment",
				object.union(
					{"template": {"spec": sample.pod}},
					{"strategy": {"rollingUpdate": {"maxSurge": "50%"}}},
				),
			),
		],
		"denied": set(),
	},
	"replicas is text": {
		"objects": [
			sample.workload("Deployment", object.union({"template": {"spec": sample.pod}}, {"replicas": "3"})),
		],
		"denied": {
			{
				"object": sample.identity("Deployment"),
				"container": null,
				"path": "/spec",
				"args": {"workload": "Deployment/iris"},
			},
		},
	},
	"replicas is a part": {
		"objects": [
			sample.workload("Deployment", object.union({"template": {"spec": sample.pod}}, {"replicas": 1.5})),
		],
		"denied": {
			{
				"object": sample.identity("Deployment"),
				"container": null,
				"path": "/spec",
				"args": {"workload": "Deployment/iris"},
			},
		},
	},
	"surge is text": {
		"objects": [
			sample.workload(
				"Deployment",
				object.union(
					{"template": {"spec": sample.pod}},
					{"strategy": {"rollingUpdate": {"maxSurge": "a lot"}}},
				),
			),
		],
		"denied": {
			{
				"object": sample.identity("Deployment"),
				"container": null,
				"path": "/spec",
				"args": {"workload": "Deployment/iris"},
			},
		},
	},
	"the autoscaler's maximum is text": {
		"objects": [
			sample.serving({}),
			sample.namespaced(
				"autoscaling/v2",
				"HorizontalPodAutoscaler",
				"iris",
				{"spec": {"maxReplicas": "9", "scaleTargetRef": {"kind": "Deployment", "name": "iris"}}},
			),
		],
		"denied": {
			{
				"object": sample.identity("Deployment"),
				"container": null,
				"path": "/spec",
				"args": {"workload": "Deployment/iris"},
			},
		},
	},
}

test_cases[name] if {
	some name, case in cases
	unknown_pods.deny == case.denied with input as sample.stack(case.objects)
}
