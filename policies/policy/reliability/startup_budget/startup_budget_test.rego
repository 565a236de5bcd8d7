package policy.reliability.startup_budget_test

import data.lib.sample_test as sample
import data.policy.reliability.startup_budget

cases := {
	"as long as": {"objects": [sample.serving({})], "denied": set()},
	"longer": {"objects": [sample.serving({"startupProbe": {"failureThreshold": 30}})], "denied": set()},
	"shorter": {"objects": [sample.serving({"startupProbe": {"periodSeconds": 5}})], "denied": {sample.in_container("/startupProbe/failureThreshold", {"startup": 15, "liveness": 30})}},
	"shorter than a patient liveness": {"objects": [sample.serving({"livenessProbe": {"failureThreshold": 4}})], "denied": {sample.in_container("/startupProbe/failureThreshold", {"startup": 30, "liveness": 40})}},
	"no startup": {"objects": [sample.serving({"startupProbe": null, "livenessProbe": {"failureThreshold": 4}})], "denied": set()},
	"no liveness": {"objects": [sample.serving({"startupProbe": {"failureThreshold": 1}, "livenessProbe": null})], "denied": set()},
	"text": {"objects": [sample.serving({"startupProbe": {"failureThreshold": "1"}}), sample.serving({"startupProbe": {"periodSeconds": "1"}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	startup_budget.deny == case.denied with input as sample.stack(case.objects)
}
