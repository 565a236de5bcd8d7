package policy.reliability.liveness_delay_test

import data.lib.sample_test as sample
import data.policy.reliability.liveness_delay

cases := {
	"no delay": {"objects": [sample.serving({})], "denied": set()},
	"zero": {"objects": [sample.serving({"livenessProbe": {"initialDelaySeconds": 0}})], "denied": set()},
	"no probe": {"objects": [sample.serving({"livenessProbe": null})], "denied": set()},
	"a delay": {
		"objects": [sample.serving({"livenessProbe": {"initialDelaySeconds": 30}})],
		"denied": {sample.in_container("/livenessProbe/initialDelaySeconds", {"seconds": 30})},
	},
	"text": {
		"objects": [sample.serving({"livenessProbe": {"initialDelaySeconds": "0"}})],
		"denied": {sample.in_container("/livenessProbe/initialDelaySeconds", {"seconds": "0"})},
	},
}

test_cases[name] if {
	some name, case in cases
	liveness_delay.deny == case.denied with input as sample.stack(case.objects)
}
