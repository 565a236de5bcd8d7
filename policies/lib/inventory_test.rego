package lib.inventory_test

import data.lib.inventory
import data.lib.sample_test as sample

pod := sample.workload("Pod", sample.pod)

other := sample.serving({})

list(kind, items) := {"apiVersion": "v1", "kind": kind, "items": items}

shapes := {
	"the envelope": {"input": {"objects": [pod, other]}, "objects": [pod, other]},
	"a bare object": {"input": pod, "objects": [pod]},
	"a bare object with fields of an envelope": {
		"input": object.union(pod, {"objects": [], "review": {"object": other}}),
		"objects": [object.union(pod, {"objects": [], "review": {"object": other}})],
	},
	"a bare object without a kind": {"input": {"metadata": {}}, "objects": [{"metadata": {}}]},
	"files": {
		"input": [{"path": "a", "contents": pod}, {"path": "b", "contents": [other, null]}],
		"objects": [pod, other],
	},
	"files without contents": {
		"input": [{"path": "a"}, {"path": "b", "contents": "x"}],
		"objects": [{"path": "a"}, {"path": "b", "contents": "x"}],
	},
	"a review": {"input": {"review": {"object": pod}}, "objects": [pod]},
	"a list": {"input": list("List", [pod, other]), "objects": [pod, other]},
	"a typed list": {"input": {"objects": [list("PodList", [pod])]}, "objects": [pod]},
	"a list in a list": {"input": list("List", [list("List", [pod]), other]), "objects": [pod, other]},
	"a list of nothing": {"input": list("List", [null, pod]), "objects": [pod]},
	"a list, and items that are no list": {
		"input": {"objects": [list("List", [pod]), list("List", {"a": pod})]},
		"objects": [pod, list("List", {"a": pod})],
	},
	"items of a kind that is a number": {"input": {"objects": [list(5, [pod])]}, "objects": [list(5, [pod])]},
	"a review of nothing": {"input": {"review": {"object": null}}, "objects": [{"review": {"object": null}}]},
	"items are no list": {"input": list("List", {"a": pod}), "objects": [list("List", {"a": pod})]},
	"items of another kind": {"input": {"objects": [list("Thing", [pod])]}, "objects": [list("Thing", [pod])]},
	"items without a kind": {"input": {"objects": [{"items": [pod]}]}, "objects": [{"items": [pod]}]},
	"null objects": {"input": {"objects": [null, pod, "x"]}, "objects": [pod, "x"]},
	"objects is no list": {"input": {"objects": "x"}, "objects": [{"objects": "x"}]},
	"nothing": {"input": {"objects": []}, "objects": []},
}

test_objects[name] if {
	some name, shape in shapes
	inventory.objects == shape.objects with input as shape.input
}

paths := {
	"Pod": ["v1", ["spec"]],
	"PodTemplate": ["v1", ["template", "spec"]],
	"ReplicationController": ["v1", ["spec", "template", "spec"]],
	"Deployment": ["apps/v1", ["spec", "template", "spec"]],
	"StatefulSet": ["apps/v1", ["spec", "template", "spec"]],
	"DaemonSet": ["apps/v1", ["spec", "template", "spec"]],
	"ReplicaSet": ["apps/v1", ["spec", "template", "spec"]],
	"Job": ["batch/v1", ["spec", "template", "spec"]],
	"CronJob": ["batch/v1", ["spec", "jobTemplate", "spec", "template", "spec"]],
}

test_pod_of_every_kind[kind] if {
	some kind, [version, path] in paths
	target := {
		"apiVersion": version,
		"kind": kind,
		"metadata": {"name": "x"},
		"template": {"spec": {"a": 1}},
		"spec": {
			"a": 1,
			"template": {"spec": {"a": 1}},
			"jobTemplate": {"spec": {"template": {"spec": {"a": 1}}}},
		},
	}
	found := [[one.path, one.spec.a, one.namespace] | some one in inventory.pods] with input as target
	found == [[path, 1, ""]]
}

test_no_pod_in[name] if {
	some name, target in {
		"another API": object.union(other, {"apiVersion": "example.com/v1"}),
		"no API": object.remove(other, ["apiVersion"]),
		"an API that is a number": object.union(other, {"apiVersion": 1}),
		"a spec that is text": object.union(other, {"spec": "x"}),
		"a pod that is text": object.union(other, {"spec": {"template": {"spec": "x"}}}),
		"text": "Deployment",
	}
	inventory.pods == [] with input as {"objects": [target]}
}

test_containers_of_all_fields if {
	spec := {
		"containers": [{"name": "a"}, "x"],
		"initContainers": [{"name": "b"}],
		"ephemeralContainers": [{"name": "c"}],
	}
	containers := inventory.containers with input as sample.workload("Pod", spec)
	found := [[container.field, container.index, container.spec.name] | some container in containers]
	found == [["containers", 0, "a"], ["initContainers", 0, "b"], ["ephemeralContainers", 0, "c"]]
}

test_incomplete_namespaces[name] if {
	some name, case in {
		"complete": {"objects": [other, sample.namespace], "incomplete": set()},
		"no namespace object": {"objects": [other], "incomplete": {"models"}},
		"a namespace of another API": {
			"objects": [other, object.union(sample.namespace, {"apiVersion": "example.com/v1"})],
			"incomplete": {"models"},
		},
		"a service needs its namespace too": {
			"objects": [sample.namespaced("v1", "Service", "iris", {})],
			"incomplete": {"models"},
		},
		"a workload without a namespace": {
			"objects": [object.union(other, {"metadata": {"namespace": null}})],
			"incomplete": {""},
		},
		"only the cluster's own": {"objects": [sample.namespace], "incomplete": set()},
	}
	inventory.incomplete_namespaces == case.incomplete with input as {"objects": case.objects}
}

test_only_stateful_sets_make_claims[kind] if {
	some kind, claims in {"StatefulSet": 1, "Deployment": 0}
	spec := {"template": {"spec": sample.pod}, "volumeClaimTemplates": [{"spec": {}}]}
	found := inventory.claims with input as sample.workload(kind, spec)
	count(found) == claims
}

test_nothing_is_deeper_than_five_steps if {
	nested := {"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}
	inventory.at(nested, ["a", "a", "a", "a", "a"]) == {"a": 1}
	not inventory.at(nested, ["a", "a", "a", "a", "a", "a"])
}
