package policy.reliability.probes_test

import data.lib.sample_test as sample
import data.policy.reliability.probes

cases := {
	"all three": {"objects": [sample.serving({})], "denied": set()},
	"no startup": {
		"objects": [sample.serving({"startupProbe": null})],
		"denied": {sample.in_container("", {"missing": "startupProbe"})},
	},
	"no handler": {
		"objects": [sample.serving({"livenessProbe": {"httpGet": null}})],
		"denied": {sample.in_container("", {"missing": "livenessProbe"})},
	},
	"a handler that Kubernetes doesn't know": {
		"objects": [sample.serving({"livenessProbe": {"httpGet": null, "sky": {}}})],
		"denied": {sample.in_container("", {"missing": "livenessProbe"})},
	},
	"none": {
		"objects": [sample.serving({"startupProbe": null, "livenessProbe": null, "readinessProbe": "yes"})],
		"denied": {sample.in_container("", {"missing": "startupProbe, livenessProbe, readinessProbe"})},
	},
	"a job needs none": {
		"objects": [sample.workload("Job", {"template": {"spec": {"containers": [{"name": "server"}]}}})],
		"denied": set(),
	},
	"an init container needs none": {
		"objects": [sample.deployment({"initContainers": [{"name": "init"}]})],
		"denied": set(),
	},
}

test_cases[name] if {
	some name, case in cases
	probes.deny == case.denied with input as sample.stack(case.objects)
}
