package policy.access.token_mounted_test

import data.lib.sample_test as sample
import data.policy.access.token_mounted

cases := {
	"the pod refuses": {"objects": [sample.serving({})], "denied": set()},
	"the pod asks": {
		"objects": [sample.deployment({"automountServiceAccountToken": true, "serviceAccountName": null})],
		"denied": {sample.in_pod("/automountServiceAccountToken", {"account": "default"})},
	},
	"nobody says": {
		"objects": [sample.deployment({"automountServiceAccountToken": null, "serviceAccountName": "iris"})],
		"denied": {sample.in_pod("/automountServiceAccountToken", {"account": "iris"})},
	},
	"its account refuses": {
		"objects": [
			sample.deployment({"automountServiceAccountToken": null, "serviceAccountName": "iris"}),
			sample.namespaced("v1", "ServiceAccount", "iris", {"automountServiceAccountToken": false}),
		],
		"denied": set(),
	},
	"the default account refuses": {
		"objects": [
			sample.deployment({"automountServiceAccountToken": null, "serviceAccountName": null}),
			sample.namespaced("v1", "ServiceAccount", "default", {"automountServiceAccountToken": false}),
		],
		"denied": set(),
	},
	"its account refuses, the pod asks": {
		"objects": [
			sample.deployment({"automountServiceAccountToken": true, "serviceAccountName": "iris"}),
			sample.namespaced("v1", "ServiceAccount", "iris", {"automountServiceAccountToken": false}),
		],
		"denied": {sample.in_pod("/automountServiceAccountToken", {"account": "iris"})},
	},
	"an account without a name refuses": {
		"objects": [
			sample.deployment({"automountServiceAccountToken": null, "serviceAccountName": "iris"}),
			sample.namespaced("v1", "ServiceAccount", 5, {"automountServiceAccountToken": false}),
		],
		"denied": {sample.in_pod("/automountServiceAccountToken", {"account": "iris"})},
	},
	"its account says nothing": {
		"objects": [
			sample.deployment({"automountServiceAccountToken": null, "serviceAccountName": "iris"}),
			sample.namespaced("v1", "ServiceAccount", "iris", {"automountServiceAccountToken": null}),
		],
		"denied": {sample.in_pod("/automountServiceAccountToken", {"account": "iris"})},
	},
}

test_cases[name] if {
	some name, case in cases
	token_mounted.deny == case.denied with input as sample.stack(case.objects)
}
