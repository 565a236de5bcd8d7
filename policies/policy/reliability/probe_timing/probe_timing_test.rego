package policy.reliability.probe_timing_test

import data.lib.sample_test as sample
import data.policy.reliability.probe_timing

cases := {
	"by default": {"objects": [sample.serving({})], "denied": set()},
	"as long as": {"objects": [sample.serving({"startupProbe": {"timeoutSeconds": 10}, "livenessProbe": {"timeoutSeconds": 5, "periodSeconds": 5}})], "denied": set()},
	"no probe": {"objects": [sample.serving({"livenessProbe": null})], "denied": set()},
	"longer": {"objects": [sample.serving({"livenessProbe": {"timeoutSeconds": 6, "periodSeconds": 5}})], "denied": {sample.in_container("/livenessProbe/timeoutSeconds", {"probe": "livenessProbe", "timeout": 6, "period": 5})}},
	"longer than the default": {"objects": [sample.serving({"readinessProbe": {"timeoutSeconds": 11}})], "denied": {sample.in_container("/readinessProbe/timeoutSeconds", {"probe": "readinessProbe", "timeout": 11, "period": 10})}},
	"shorter than the default": {"objects": [sample.serving({"startupProbe": {"periodSeconds": 0.5}})], "denied": {sample.in_container("/startupProbe/timeoutSeconds", {"probe": "startupProbe", "timeout": 1, "period": 0.5})}},
	"text": {"objects": [sample.serving({"startupProbe": {"timeoutSeconds": "3"}})], "denied": {sample.in_container("/startupProbe/timeoutSeconds", {"probe": "startupProbe", "timeout": "3", "period": 10})}},
}

test_cases[name] if {
	some name, case in cases
	probe_timing.deny == case.denied with input as sample.stack(case.objects)
}
