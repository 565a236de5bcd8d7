package policy.quota.exceeded_test

import data.lib.sample_test as sample
import data.policy.quota.exceeded

cases := {
	"fits": {
		"objects": [
			sample.namespace,
			sample.workload(
				"Deployment",
				{"replicas": 2, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}},
			),
			sample.quota({"cpu": 1, "memory": "2Gi", "pods": 2, "services": 0}),
		],
		"denied": set(),
	},
	"too much cpu": {
		"objects": [
			sample.namespace,
			sample.workload(
				"Deployment",
				{"replicas": 2, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}},
			),
			sample.quota({"requests.cpu": "999m"}),
		],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "ResourceQuota", "namespace": "models", "name": "quota"},
				"container": null,
				"path": "/spec/hard/requests.cpu",
				"args": {
					"resource": "requests.cpu",
					"used": "1",
					"hard": "999m",
					"biggest": "Deployment/iris 1 (100 %)",
					"contributors": [{"object": "Deployment/iris", "pods": 2, "amount": "1", "share": "100 %"}],
				},
			},
		},
	},
	"by many, each of whom is named": {
		"objects": array.concat(
			[sample.namespace, sample.quota({"pods": 9})],
			[deployment |
				some name, replicas in {"a": 1, "b": 4, "c": 2, "d": 3}
				spec := {"replicas": replicas, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}}
				deployment := object.union(sample.workload("Deployment", spec), {"metadata": {"name": name}})
			],
		),
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "ResourceQuota", "namespace": "models", "name": "quota"},
				"container": null,
				"path": "/spec/hard/pods",
				"args": {
					"resource": "pods",
					"used": "10",
					"hard": "9",
					"biggest": "Deployment/b 4 (40 %), Deployment/d 3 (30 %), Deployment/c 2 (20 %), Deployment/a 1 (10 %)",
					"contributors": [
						{"object": "Deployment/b", "pods": 4, "amount": "4", "share": "40 %"},
						{"object": "Deployment/d", "pods": 3, "amount": "3", "share": "30 %"},
						{"object": "Deployment/c", "pods": 2, "amount": "2", "share": "20 %"},
						{"object": "Deployment/a", "pods": 1, "amount": "1", "share": "10 %"},
					],
				},
			},
		},
	},
	"too much memory": {
		"objects": [
			sample.namespace,
			sample.workload(
				"Deployment",
				{"replicas": 2, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}},
			),
			sample.quota({"limits.memory": "2047Mi"}),
		],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "ResourceQuota", "namespace": "models", "name": "quota"},
				"container": null,
				"path": "/spec/hard/limits.memory",
				"args": {
					"resource": "limits.memory",
					"used": "2Gi",
					"hard": "2047Mi",
					"biggest": "Deployment/iris 2Gi (100 %)",
					"contributors": [{"object": "Deployment/iris", "pods": 2, "amount": "2Gi", "share": "100 %"}],
				},
			},
		},
	},
	"too many pods": {
		"objects": [
			sample.namespace,
			sample.workload(
				"Deployment",
				{"replicas": 2, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}},
			),
			sample.quota({"pods": 1}),
		],
		"denied": {
			{
				"object": {"apiVersion": "v1", "kind": "ResourceQuota", "namespace": "models", "name": "quota"},
				"container": null,
				"path": "/spec/hard/pods",
				"args": {
					"resource": "pods",
					"used": "2",
					"hard": "1",
					"biggest": "Deployment/iris 2 (100 %)",
					"contributors": [{"object": "Deployment/iris", "pods": 2, "amount": "2", "share": "100 %"}],
				},
			},
		},
	},
	"no namespace object": {
		"objects": [
			sample.workload(
				"Deployment",
				{"replicas": 2, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}},
			),
			sample.quota({"pods": 1}),
		],
		"denied": set(),
	},
	"malformed is for another rule": {
		"objects": [
			sample.namespace,
			sample.workload(
				"Deployment",
				{"replicas": 2, "strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}},
			),
			sample.quota({"pods": "x"}),
		],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	exceeded.deny == case.denied with input as sample.stack(case.objects)
}
