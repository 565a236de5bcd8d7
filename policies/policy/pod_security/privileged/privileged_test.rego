package policy.pod_security.privileged_test

import data.lib.sample_test as sample
import data.policy.pod_security.privileged

cases := {
	"says nothing": {"objects": [sample.serving({})], "denied": set()},
	"says no": {"objects": [sample.serving({"securityContext": {"privileged": false}})], "denied": set()},
	"null is nothing": {"objects": [sample.serving({"securityContext": {"privileged": null}})], "denied": set()},
	"is privileged": {
		"objects": [sample.serving({"securityContext": {"privileged": true}})],
		"denied": {sample.in_container("/securityContext/privileged", {})},
	},
	"text is no boolean": {
		"objects": [sample.serving({"securityContext": {"privileged": "false"}})],
		"denied": {sample.in_container("/securityContext/privileged", {})},
	},
	"init container": {
		"objects": [
			sample.deployment({"initContainers": [{"name": "server", "securityContext": {"privileged": true}}]}),
		],
		"denied": {
			object.union(
				sample.in_pod("/initContainers/0/securityContext/privileged", {}),
				{"container": "server"},
			),
		},
	},
	"ephemeral container without a name": {
		"objects": [sample.deployment({"ephemeralContainers": [{"securityContext": {"privileged": true}}]})],
		"denied": {
			object.union(sample.in_pod("/ephemeralContainers/0/securityContext/privileged", {}), {"container": ""}),
		},
	},
}

test_cases[name] if {
	some name, case in cases
	privileged.deny == case.denied with input as sample.stack(case.objects)
}
