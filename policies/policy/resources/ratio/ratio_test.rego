package policy.resources.ratio_test

import data.lib.sample_test as sample
import data.policy.resources.ratio

cases := {
	"equal": {"objects": [sample.serving({})], "denied": set()},
	"as much as allowed": {"objects": [sample.serving({"resources": {"limits": {"cpu": 5, "memory": "2Gi"}}})], "denied": set()},
	"too much": {"objects": [sample.serving({"resources": {"limits": {"memory": "2049Mi"}}})], "denied": {sample.in_container("/resources/limits/memory", {"subject": "container server", "resource": "memory", "request": "1Gi", "limit": "2049Mi", "ratio": "2"})}},
	"of the pod": {"objects": [sample.deployment({"resources": {"requests": {"cpu": "1m"}, "limits": {"cpu": "1"}}})], "denied": {sample.in_pod("/resources/limits/cpu", {"subject": "the pod", "resource": "cpu", "request": "0.001", "limit": "1", "ratio": "10"})}},
	"no request": {"objects": [sample.serving({"resources": {"requests": {"memory": null}}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	ratio.deny == case.denied with input as sample.stack(case.objects)
}
