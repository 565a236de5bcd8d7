package policy.hygiene.deprecated_api_test

import data.lib.sample_test as sample
import data.policy.hygiene.deprecated_api

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
	"deprecated": {"version": "1.30", "objects": [old], "denied": {finding}},
	"deprecated for long": {"version": "1.34", "objects": [old], "denied": {finding}},
	"removed": {"version": "1.35", "objects": [old], "denied": set()},
	"removed, with a letter": {"version": "v1.35", "objects": [old], "denied": set()},
	"nobody knows": {"version": null, "objects": [old], "denied": set()},
	"no version": {"version": "1.x", "objects": [old], "denied": set()},
	"another kind": {
		"version": "1.30",
		"objects": [object.union(old, {"kind": "New"})],
		"denied": set(),
	},
	"another version": {
		"version": "1.30",
		"objects": [object.union(old, {"apiVersion": "example.com/v2"})],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	found := deprecated_api.deny with data.config as settings
		with input as object.union(sample.stack(case.objects), {"context": {"kubernetesVersion": case.version}})
	found == case.denied
}
