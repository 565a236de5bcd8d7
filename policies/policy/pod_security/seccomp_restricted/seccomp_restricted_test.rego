package policy.pod_security.seccomp_restricted_test

import data.lib.sample_test as sample
import data.policy.pod_security.seccomp_restricted

cases := {
	"pod says": {"objects": [sample.serving({})], "denied": set()},
	"container says": {
		"objects": [
			sample.deployment({
				"securityContext": {"seccompProfile": null},
				"containers": [
					object.union(
						sample.container,
						{"securityContext": {"seccompProfile": {"type": "Localhost"}}},
					),
				],
			}),
		],
		"denied": set(),
	},
	"nobody says": {
		"objects": [sample.deployment({"securityContext": {"seccompProfile": null}})],
		"denied": {
			sample.in_container(
				"/securityContext/seccompProfile/type",
				{"subject": "container server", "profile": "unset", "allowed": "Localhost, RuntimeDefault"},
			),
		},
	},
	"container is unconfined": {
		"objects": [sample.serving({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})],
		"denied": {
			sample.in_container(
				"/securityContext/seccompProfile/type",
				{"subject": "container server", "profile": "Unconfined", "allowed": "Localhost, RuntimeDefault"},
			),
		},
	},
	"profile without a type": {
		"objects": [sample.serving({"securityContext": {"seccompProfile": {}}})],
		"denied": {
			sample.in_container(
				"/securityContext/seccompProfile/type",
				{"subject": "container server", "profile": "unset", "allowed": "Localhost, RuntimeDefault"},
			),
		},
	},
	"pod is unconfined, container not": {
		"objects": [
			sample.deployment({
				"securityContext": {"seccompProfile": {"type": "Unconfined"}},
				"containers": [
					object.union(
						sample.container,
						{"securityContext": {"seccompProfile": {"type": "Localhost"}}},
					),
				],
			}),
		],
		"denied": {
			sample.in_pod(
				"/securityContext/seccompProfile/type",
				{"subject": "the pod", "profile": "Unconfined", "allowed": "Localhost, RuntimeDefault"},
			),
		},
	},
}

versions := {
	"of Windows": {"input": sample.held("restricted", "1.25", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": set()},
	"of Windows, before it was spared": {"input": sample.held("restricted", "1.24", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": {sample.in_container("/securityContext/seccompProfile/type", {"subject": "container server", "profile": "unset", "allowed": "Localhost, RuntimeDefault"})}},
	"baseline": {"input": sample.held("baseline", "1.37", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": set()},
	"before there was a rule": {"input": sample.held("restricted", "1.18", [sample.deployment({"os": {"name": "windows"}, "securityContext": null, "containers": [{"name": "server"}]})]), "denied": set()},
}

test_versions[name] if {
	some name, case in versions
	seccomp_restricted.deny == case.denied with input as case.input
}

test_cases[name] if {
	some name, case in cases
	seccomp_restricted.deny == case.denied with input as sample.stack(case.objects)
}
