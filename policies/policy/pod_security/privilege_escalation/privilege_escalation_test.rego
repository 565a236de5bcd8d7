package policy.pod_security.privilege_escalation_test

import data.lib.sample_test as sample
import data.policy.pod_security.privilege_escalation

cases := {
	"set": {"objects": [sample.serving({})], "denied": set()},
	"the other way": {
		"objects": [sample.serving({"securityContext": {"allowPrivilegeEscalation": true}})],
		"denied": {sample.in_container("/securityContext/allowPrivilegeEscalation", {})},
	},
	"null is nothing": {
		"objects": [sample.serving({"securityContext": {"allowPrivilegeEscalation": null}})],
		"denied": {sample.in_container("/securityContext/allowPrivilegeEscalation", {})},
	},
	"text is no boolean": {
		"objects": [sample.serving({"securityContext": {"allowPrivilegeEscalation": "false"}})],
		"denied": {sample.in_container("/securityContext/allowPrivilegeEscalation", {})},
	},
	"no security context": {
		"objects": [sample.serving({"securityContext": null})],
		"denied": {sample.in_container("/securityContext/allowPrivilegeEscalation", {})},
	},
	"security context is a list": {
		"objects": [sample.serving({"securityContext": []})],
		"denied": {sample.in_container("/securityContext/allowPrivilegeEscalation", {})},
	},
}

test_cases[name] if {
	some name, case in cases
	privilege_escalation.deny == case.denied with input as sample.stack(case.objects)
}

nothing := [sample.deployment({"os": {"name": "windows"}, "containers": [{"name": "server"}]})]

versions := {
	"baseline": {"input": sample.held("baseline", "1.37", nothing), "denied": 0},
	"before the field": {"input": sample.held("restricted", "1.7", nothing), "denied": 0},
	"of Windows, before it was spared": {"input": sample.held("restricted", "1.24", nothing), "denied": 1},
	"of Windows": {"input": sample.held("restricted", "1.25", nothing), "denied": 0},
}

test_versions[name] if {
	some name, case in versions
	count(privilege_escalation.deny) == case.denied with input as case.input
}
