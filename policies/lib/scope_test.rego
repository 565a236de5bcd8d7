package lib.scope_test

import data.lib.inventory
import data.lib.sample_test as sample
import data.lib.scope

affine(kind, term) := {"affinity": {kind: term}}

cases := {
	"no scope": {"spec": {}, "patch": {}, "counts": true},
	"terminating": {"spec": {"scopes": ["Terminating"]}, "patch": {"activeDeadlineSeconds": 0}, "counts": true},
	"not terminating": {"spec": {"scopes": ["Terminating"]}, "patch": {}, "counts": false},
	"runs on": {"spec": {"scopes": ["NotTerminating"]}, "patch": {}, "counts": true},
	"does not run on": {
		"spec": {"scopes": ["NotTerminating"]},
		"patch": {"activeDeadlineSeconds": 5},
		"counts": false,
	},
	"asks for something": {"spec": {"scopes": ["NotBestEffort"]}, "patch": {}, "counts": true},
	"asks, so is not best effort": {"spec": {"scopes": ["BestEffort"]}, "patch": {}, "counts": false},
	"asks for nothing": {
		"spec": {"scopes": ["BestEffort", "NotTerminating"]},
		"patch": {"containers": [{"name": "a"}]},
		"counts": true,
	},
	"asks for nothing, so is best effort": {
		"spec": {"scopes": ["NotBestEffort"]},
		"patch": {"containers": [{"name": "a"}]},
		"counts": false,
	},
	"one scope of two": {
		"spec": {"scopes": ["BestEffort", "Terminating"]},
		"patch": {"containers": [{"name": "a"}]},
		"counts": false,
	},
	"of a class": {"spec": selector("In", ["high"]), "patch": {"priorityClassName": "high"}, "counts": true},
	"of another class": {"spec": selector("In", ["high"]), "patch": {"priorityClassName": "low"}, "counts": false},
	"not of a class": {"spec": selector("NotIn", ["high"]), "patch": {"priorityClassName": "low"}, "counts": true},
	"of that class": {"spec": selector("NotIn", ["high"]), "patch": {"priorityClassName": "high"}, "counts": false},
	"of any class": {"spec": selector("Exists", []), "patch": {"priorityClassName": "low"}, "counts": true},
	"of the default class": {"spec": selector("Exists", []), "patch": {}, "counts": true},
	"of no class": {"spec": selector("DoesNotExist", []), "patch": {"priorityClassName": ""}, "counts": true},
	"of some class": {"spec": selector("DoesNotExist", []), "patch": {"priorityClassName": "low"}, "counts": false},
	"of no class, so of none of these": {
		"spec": selector("In", ["high"]),
		"patch": {"priorityClassName": ""},
		"counts": false,
	},
	"of no class, so not of any": {"spec": selector("Exists", []), "patch": {"priorityClassName": ""}, "counts": false},
	"near another namespace, under another scope": {
		"spec": {"scopes": ["Terminating"]},
		"patch": affine(
			"podAffinity",
			{"requiredDuringSchedulingIgnoredDuringExecution": [{"namespaces": ["other"]}]},
		),
		"counts": false,
	},
	"near another namespace": {
		"spec": {"scopes": ["CrossNamespacePodAffinity"]},
		"patch": affine(
			"podAffinity",
			{"requiredDuringSchedulingIgnoredDuringExecution": [{"namespaces": ["other"]}]},
		),
		"counts": true,
	},
	"far from another namespace": {
		"spec": {"scopes": ["CrossNamespacePodAffinity"]},
		"patch": affine(
			"podAntiAffinity",
			{"preferredDuringSchedulingIgnoredDuringExecution": [{"podAffinityTerm": {"namespaceSelector": {}}}]},
		),
		"counts": true,
	},
	"near its own": {
		"spec": {"scopes": ["CrossNamespacePodAffinity"]},
		"patch": affine("podAffinity", {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "a"}]}),
		"counts": false,
	},
}

selector(operator, values) := {"scopeSelector": {"matchExpressions": [{
	"scopeName": "PriorityClass",
	"operator": operator,
	"values": values,
}]}}

default_class := {
	"apiVersion": "scheduling.k8s.io/v1",
	"kind": "PriorityClass",
	"metadata": {"name": "usual"},
	"globalDefault": true,
}

test_scopes[name] if {
	some name, case in cases
	value := sample.stack([default_class, sample.deployment(case.patch)])
	wanted := scope.selectors({"spec": case.spec})
	counted(wanted) == case.counts with input as value
}

test_without_a_default_there_is_no_class if {
	wanted := scope.selectors({"spec": selector("DoesNotExist", [])})
	counted(wanted) with input as sample.stack([
		object.union(default_class, {"globalDefault": false}),
		sample.serving({}),
	])
}

counted(wanted) if {
	scope.counts(inventory.pods[0], wanted)
} else := false

test_no_pods_in_a_namespace_without[name] if {
	some name, scopes in {"any scope": [], "a scope": [{"scope": "Terminating", "operator": "Exists", "values": []}]}
	pods := [pod | some pod in scope.counted({"namespace": "other", "scopes": scopes})] with input as sample.serving({})
	pods == []
}
