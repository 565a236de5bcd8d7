package policy.pod_security.seccomp_test

import data.lib.sample_test as sample
import data.policy.pod_security.seccomp

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
				{"subject": "container server", "profile": "unset", "allowed": "RuntimeDefault, Localhost"},
			),
		},
	},
	"container is unconfined": {
		"objects": [sample.serving({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})],
		"denied": {
			sample.in_container(
				"/securityContext/seccompProfile/type",
				{"subject": "container server", "profile": "Unconfined", "allowed": "RuntimeDefault, Localhost"},
			),
		},
	},
	"profile without a type": {
		"objects": [sample.serving({"securityContext": {"seccompProfile": {}}})],
		"denied": {
			sample.in_container(
				"/securityContext/seccompProfile/type",
				{"subject": "container server", "profile": "unset", "allowed": "RuntimeDefault, Localhost"},
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
				{"subject": "the pod", "profile": "Unconfined", "allowed": "RuntimeDefault, Localhost"},
			),
		},
	},
}

test_cases[name] if {
	some name, case in cases
	seccomp.deny == case.denied with input as sample.stack(case.objects)
}
