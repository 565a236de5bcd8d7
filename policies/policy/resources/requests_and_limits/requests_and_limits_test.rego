package policy.resources.requests_and_limits_test

import data.lib.sample_test as sample
import data.policy.resources.requests_and_limits

everything := {finding |
	some field in ["requests", "limits"]
	some resource in ["cpu", "memory", "ephemeral-storage"]
	finding := sample.in_container(
		concat("/", ["/resources", field, resource]),
		{"field": field, "resource": resource},
	)
}

cases := {
	"all stated": {"objects": [sample.serving({})], "denied": set()},
	"no request": {
		"objects": [sample.serving({"resources": {"requests": {"cpu": null}}})],
		"denied": {sample.in_container("/resources/requests/cpu", {"field": "requests", "resource": "cpu"})},
	},
	"no limit": {
		"objects": [sample.serving({"resources": {"limits": {"memory": null}}})],
		"denied": {sample.in_container("/resources/limits/memory", {"field": "limits", "resource": "memory"})},
	},
	"zero": {
		"objects": [sample.serving({"resources": {"limits": {"ephemeral-storage": 0}}})],
		"denied": {
			sample.in_container(
				"/resources/limits/ephemeral-storage",
				{"field": "limits", "resource": "ephemeral-storage"},
			),
		},
	},
	"malformed": {
		"objects": [sample.serving({"resources": {"requests": {"cpu": "12x"}}})],
		"denied": {sample.in_container("/resources/requests/cpu", {"field": "requests", "resource": "cpu"})},
	},
	"nothing": {
		"objects": [sample.serving({"resources": null})],
		"denied": everything,
	},
	"a list": {
		"objects": [sample.serving({"resources": []})],
		"denied": everything,
	},
	"text in place of amounts": {
		"objects": [sample.serving({"resources": {"requests": "1", "limits": []}})],
		"denied": everything,
	},
	"the pod states it": {
		"objects": [
			sample.deployment({
				"resources": sample.container.resources,
				"containers": [object.union(sample.container, {"resources": null})],
			}),
		],
		"denied": set(),
	},
	"the pod states a part": {
		"objects": [
			sample.deployment({
				"resources": {
					"requests": {"cpu": 1, "memory": "1Gi", "ephemeral-storage": 0},
					"limits": {"cpu": 1, "memory": "1Gi"},
				},
				"containers": [object.union(sample.container, {"resources": null})],
			}),
		],
		"denied": {
			sample.in_container(
				"/resources/requests/ephemeral-storage",
				{"field": "requests", "resource": "ephemeral-storage"},
			),
			sample.in_container(
				"/resources/limits/ephemeral-storage",
				{"field": "limits", "resource": "ephemeral-storage"},
			),
		},
	},
	"a limit is a request as well": {
		"objects": [sample.serving({"resources": {"requests": null}})],
		"denied": set(),
	},
	"the LimitRange states it": {
		"objects": [
			sample.serving({"resources": null}),
			sample.namespaced("v1", "LimitRange", "range", {"spec": {"limits": [{
				"type": "Container",
				"default": sample.amounts,
			}]}}),
		],
		"denied": set(),
	},
	"ephemeral containers state nothing": {
		"objects": [sample.deployment({"ephemeralContainers": [{"name": "debug"}]})],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	requests_and_limits.deny == case.denied with input as sample.stack(case.objects)
}
