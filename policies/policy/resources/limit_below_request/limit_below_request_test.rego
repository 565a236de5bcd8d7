package policy.resources.limit_below_request_test

import data.lib.sample_test as sample
import data.policy.resources.limit_below_request

cases := {
	"equal": {"objects": [sample.serving({})], "denied": set()},
	"above": {"objects": [sample.serving({"resources": {"limits": {"cpu": 2}}})], "denied": set()},
	"malformed is for another rule": {
		"objects": [sample.serving({"resources": {"limits": {"cpu": "12x"}}})],
		"denied": set(),
	},
	"no request": {"objects": [sample.serving({"resources": {"requests": {"cpu": null}}})], "denied": set()},
	"below": {
		"objects": [sample.serving({"resources": {"limits": {"memory": "1000Mi"}}})],
		"denied": {
			sample.in_container(
				"/resources/limits/memory",
				{"subject": "container server", "resource": "memory", "limit": "1000Mi", "request": "1Gi"},
			),
		},
	},
	"the pod's is below": {
		"objects": [sample.deployment({"resources": {"requests": {"cpu": 2}, "limits": {"cpu": "1"}}})],
		"denied": {
			sample.in_pod(
				"/resources/limits/cpu",
				{"subject": "the pod", "resource": "cpu", "limit": "1", "request": "2"},
			),
		},
	},
}

test_cases[name] if {
	some name, case in cases
	limit_below_request.deny == case.denied with input as sample.stack(case.objects)
}
