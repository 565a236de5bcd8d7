package policy.hygiene.removed_api_test

import data.lib.sample_test as sample
import data.policy.hygiene.removed_api

old := sample.namespaced("example.com/v1", "Old", "a", {})

settings := {"defaults": {"api_changes": {"example.com/v1": {"Old": {
	"deprecated": 30,
	"removed": 35,
	"instead": "example.com/v2",
}}}}}

finding := sample.of(old, "/apiVersion", {
	"kind": "Old",
	"version": "example.com/v1",
	"removed": 35,
	"instead": "example.com/v2",
})

cases := {
	"before": {"version": "1.29", "objects": [old], "denied": set()},
	"deprecated": {"version": "1.30", "objects": [old], "denied": set()},
	"deprecated for long": {"version": "1.34", "objects": [old], "denied": set()},
	"removed": {"version": "1.35", "objects": [old], "denied": {finding}},
	"removed, with a letter": {"version": "v1.35", "objects": [old], "denied": {finding}},
	"nobody knows": {"version": null, "objects": [old], "denied": {finding}},
	"no version": {"version": "1.x", "objects": [old], "denied": {finding}},
	"another kind": {
		"version": "1.35",
		"objects": [object.union(old, {"kind": "New"})],
		"denied": set(),
	},
	"another version": {
		"version": "1.35",
		"objects": [object.union(old, {"apiVersion": "example.com/v2"})],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	found := removed_api.deny with data.config as settings
		with input as object.union(sample.stack(case.objects), {"context": {"kubernetesVersion": case.version}})
	found == case.denied
}
