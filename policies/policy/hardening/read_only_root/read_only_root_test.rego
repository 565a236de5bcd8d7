package policy.hardening.read_only_root_test

import data.lib.sample_test as sample
import data.policy.hardening.read_only_root

cases := {
	"set": {"objects": [sample.serving({})], "denied": set()},
	"the other way": {
		"objects": [sample.serving({"securityContext": {"readOnlyRootFilesystem": false}})],
		"denied": {sample.in_container("/securityContext/readOnlyRootFilesystem", {})},
	},
	"null is nothing": {
		"objects": [sample.serving({"securityContext": {"readOnlyRootFilesystem": null}})],
		"denied": {sample.in_container("/securityContext/readOnlyRootFilesystem", {})},
	},
	"text is no boolean": {
		"objects": [sample.serving({"securityContext": {"readOnlyRootFilesystem": "true"}})],
		"denied": {sample.in_container("/securityContext/readOnlyRootFilesystem", {})},
	},
	"no security context": {
		"objects": [sample.serving({"securityContext": null})],
		"denied": {sample.in_container("/securityContext/readOnlyRootFilesystem", {})},
	},
	"security context is a list": {
		"objects": [sample.serving({"securityContext": []})],
		"denied": {sample.in_container("/securityContext/readOnlyRootFilesystem", {})},
	},
}

test_cases[name] if {
	some name, case in cases
	read_only_root.deny == case.denied with input as sample.stack(case.objects)
}
