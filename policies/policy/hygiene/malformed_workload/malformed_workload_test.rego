package policy.hygiene.malformed_workload_test

import data.lib.sample_test as sample
import data.policy.hygiene.malformed_workload

cases := {
	"well formed": {"objects": [sample.serving({})], "denied": set()},
	"nulls are nothing": {
		"objects": [sample.deployment({"volumes": null, "overhead": null, "initContainers": null})],
		"denied": set(),
	},
	"no template": {
		"objects": [sample.workload("Job", {})],
		"denied": {
			{
				"object": sample.identity("Job"),
				"container": null,
				"path": "/spec/template/spec",
				"args": {"field": "spec.template.spec", "expected": "a mapping"},
			},
		},
	},
	"spec is text": {
		"objects": [sample.workload("Job", "x")],
		"denied": {
			{
				"object": sample.identity("Job"),
				"container": null,
				"path": "/spec/template/spec",
				"args": {"field": "spec.template.spec", "expected": "a mapping"},
			},
		},
	},
	"no spec": {
		"objects": [object.remove(sample.workload("CronJob", {}), ["spec"])],
		"denied": {
			{
				"object": sample.identity("CronJob"),
				"container": null,
				"path": "/spec/jobTemplate/spec/template/spec",
				"args": {"field": "spec.jobTemplate.spec.template.spec", "expected": "a mapping"},
			},
		},
	},
	"a name that is a number": {
		"objects": [sample.serving({"name": 5})],
		"denied": {
			object.union(
				sample.in_container("/name", {"field": "name", "expected": "text"}),
				{"container": ""},
			),
		},
	},
	"no containers": {
		"objects": [sample.deployment({"containers": null})],
		"denied": {sample.in_pod("/containers", {"field": "containers", "expected": "a list of mappings"})},
	},
	"empty containers": {
		"objects": [sample.deployment({"containers": []})],
		"denied": {sample.in_pod("/containers", {"field": "containers", "expected": "a list of mappings"})},
	},
	"containers is a mapping": {
		"objects": [sample.deployment({"containers": {"a": {}}})],
		"denied": {sample.in_pod("/containers", {"field": "containers", "expected": "a list of mappings"})},
	},
	"a container is text": {
		"objects": [sample.deployment({"containers": [sample.container, "x"]})],
		"denied": {sample.in_pod("/containers", {"field": "containers", "expected": "a list of mappings"})},
	},
	"pod's security context": {
		"objects": [sample.deployment({"securityContext": []})],
		"denied": {sample.in_pod("/securityContext", {"field": "securityContext", "expected": "a mapping"})},
	},
	"container's security context": {
		"objects": [sample.serving({"securityContext": "x"})],
		"denied": {sample.in_container("/securityContext", {"field": "securityContext", "expected": "a mapping"})},
	},
	"container's requests": {
		"objects": [sample.serving({"resources": {"requests": []}})],
		"denied": {
			sample.in_container("/resources/requests", {"field": "resources.requests", "expected": "a mapping"}),
		},
	},
	"pod's limits": {
		"objects": [sample.deployment({"resources": {"limits": 1, "requests": null}})],
		"denied": {sample.in_pod("/resources/limits", {"field": "resources.limits", "expected": "a mapping"})},
	},
	"ports": {
		"objects": [sample.serving({"ports": [80]})],
		"denied": {sample.in_container("/ports", {"field": "ports", "expected": "a list of mappings"})},
	},
	"no name": {
		"objects": [sample.deployment({"containers": [object.remove(sample.container, ["name"])]})],
		"denied": {
			object.union(sample.in_container("/name", {"field": "name", "expected": "text"}), {"container": ""}),
		},
	},
	"empty name": {
		"objects": [sample.deployment({"containers": [object.union(sample.container, {"name": ""})]})],
		"denied": {
			object.union(sample.in_container("/name", {"field": "name", "expected": "text"}), {"container": ""}),
		},
	},
}

test_cases[name] if {
	some name, case in cases
	malformed_workload.deny == case.denied with input as sample.stack(case.objects)
}
