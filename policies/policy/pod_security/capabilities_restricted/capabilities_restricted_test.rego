package policy.pod_security.capabilities_restricted_test

import data.lib.sample_test as sample
import data.policy.pod_security.capabilities_restricted

cases := {
	"drops all": {"objects": [sample.serving({})], "denied": set()},
	"adds what is allowed": {
		"objects": [sample.serving({"securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE"]}}})],
		"denied": set(),
	},
	"adds null": {
		"objects": [sample.serving({"securityContext": {"capabilities": {"add": null}}})],
		"denied": set(),
	},
	"adds another": {
		"objects": [sample.serving({"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})],
		"denied": {
			sample.in_container(
				"/securityContext/capabilities",
				{"drop": `["ALL"]`, "add": `["SYS_ADMIN"]`, "allowed": "NET_BIND_SERVICE"},
			),
		},
	},
	"drops one": {
		"objects": [sample.serving({"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}})],
		"denied": {
			sample.in_container(
				"/securityContext/capabilities",
				{"drop": `["NET_RAW"]`, "add": `[]`, "allowed": "NET_BIND_SERVICE"},
			),
		},
	},
	"says nothing": {
		"objects": [sample.serving({"securityContext": {"capabilities": null}})],
		"denied": {
			sample.in_container(
				"/securityContext/capabilities",
				{"drop": `[]`, "add": `[]`, "allowed": "NET_BIND_SERVICE"},
			),
		},
	},
	"adds text": {
		"objects": [sample.serving({"securityContext": {"capabilities": {"add": "SYS_ADMIN"}}})],
		"denied": {
			sample.in_container(
				"/securityContext/capabilities",
				{"drop": `["ALL"]`, "add": `"SYS_ADMIN"`, "allowed": "NET_BIND_SERVICE"},
			),
		},
	},
	"drops text": {
		"objects": [sample.serving({"securityContext": {"capabilities": {"drop": "ALL"}}})],
		"denied": {
			sample.in_container(
				"/securityContext/capabilities",
				{"drop": `"ALL"`, "add": `[]`, "allowed": "NET_BIND_SERVICE"},
			),
		},
	},
	"is a list": {
		"objects": [sample.serving({"securityContext": {"capabilities": ["ALL"]}})],
		"denied": {
			sample.in_container(
				"/securityContext/capabilities",
				{"drop": `[]`, "add": `[]`, "allowed": "NET_BIND_SERVICE"},
			),
		},
	},
}

versions := {
	"of Windows": {"input": sample.held("restricted", "1.25", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": set()},
	"of Windows, before it was spared": {"input": sample.held("restricted", "1.24", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": {sample.in_container("/securityContext/capabilities", {"drop": `[]`, "add": `[]`, "allowed": "NET_BIND_SERVICE"})}},
	"baseline": {"input": sample.held("baseline", "1.37", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": set()},
	"before there was a rule": {"input": sample.held("restricted", "1.21", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": set()},
}

test_versions[name] if {
	some name, case in versions
	capabilities_restricted.deny == case.denied with input as case.input
}

test_cases[name] if {
	some name, case in cases
	capabilities_restricted.deny == case.denied with input as sample.stack(case.objects)
}
