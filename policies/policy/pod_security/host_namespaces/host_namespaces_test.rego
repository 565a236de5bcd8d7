package policy.pod_security.host_namespaces_test

import data.lib.sample_test as sample
import data.policy.pod_security.host_namespaces

cases := {
	"says nothing": {"objects": [sample.serving({})], "denied": set()},
	"says no": {"objects": [sample.deployment({"hostPID": false, "hostIPC": null})], "denied": set()},
	"hostNetwork": {
		"objects": [sample.deployment({"hostNetwork": true})],
		"denied": {sample.in_pod("/hostNetwork", {"field": "hostNetwork"})},
	},
	"hostPID": {
		"objects": [sample.deployment({"hostPID": true})],
		"denied": {sample.in_pod("/hostPID", {"field": "hostPID"})},
	},
	"hostIPC": {
		"objects": [sample.deployment({"hostIPC": true})],
		"denied": {sample.in_pod("/hostIPC", {"field": "hostIPC"})},
	},
	"text is no boolean": {
		"objects": [sample.deployment({"hostIPC": "no"})],
		"denied": {sample.in_pod("/hostIPC", {"field": "hostIPC"})},
	},
}

test_cases[name] if {
	some name, case in cases
	host_namespaces.deny == case.denied with input as sample.stack(case.objects)
}
