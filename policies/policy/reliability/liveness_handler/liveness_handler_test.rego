package policy.reliability.liveness_handler_test

import data.lib.sample_test as sample
import data.policy.reliability.liveness_handler

cases := {
	"different paths": {"objects": [sample.serving({})], "denied": set()},
	"no liveness": {"objects": [sample.serving({"livenessProbe": null})], "denied": set()},
	"no readiness": {"objects": [sample.serving({"readinessProbe": null})], "denied": set()},
	"neither": {"objects": [sample.serving({"livenessProbe": null, "readinessProbe": null})], "denied": set()},
	"the same": {
		"objects": [sample.serving({"livenessProbe": {"httpGet": {"path": "/ready"}, "periodSeconds": 60}})],
		"denied": {sample.in_container("/livenessProbe", {})},
	},
	"another type": {
		"objects": [sample.serving({"livenessProbe": {"httpGet": null, "tcpSocket": {"port": 80}}})],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	liveness_handler.deny == case.denied with input as sample.stack(case.objects)
}
