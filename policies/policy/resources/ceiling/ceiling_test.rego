package policy.resources.ceiling_test

import data.lib.sample_test as sample
import data.policy.resources.ceiling

cases := {
	"below": {"objects": [sample.serving({})], "denied": set()},
	"at the ceiling": {"objects": [sample.serving({"resources": {"requests": {"cpu": 128}, "limits": {"cpu": 128}}})], "denied": set()},
	"above": {"objects": [sample.serving({"resources": {"limits": {"memory": "2Ti"}}})], "denied": {sample.in_container("/resources/limits/memory", {"subject": "container server", "field": "limits", "resource": "memory", "amount": "2048Gi", "ceiling": "1Ti"})}},
	"of the pod": {"objects": [sample.deployment({"resources": {"requests": {"cpu": 129}}})], "denied": {sample.in_pod("/resources/requests/cpu", {"subject": "the pod", "field": "requests", "resource": "cpu", "amount": "129", "ceiling": "128"})}},
	"malformed is for another rule": {"objects": [sample.serving({"resources": {"limits": {"memory": "2T i"}}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	ceiling.deny == case.denied with input as sample.stack(case.objects)
}
