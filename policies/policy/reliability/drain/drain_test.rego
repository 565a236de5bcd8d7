package policy.reliability.drain_test

import data.lib.sample_test as sample
import data.policy.reliability.drain

cases := {
	"no hook": {"objects": [sample.serving({})], "denied": set()},
	"shorter": {"objects": [sample.serving({"lifecycle": {"preStop": {"sleep": {"seconds": 29}}}})], "denied": set()},
	"as long as the default": {"objects": [sample.serving({"lifecycle": {"preStop": {"sleep": {"seconds": 30}}}})], "denied": {sample.in_container("/lifecycle/preStop", {"seconds": 30, "grace": 30})}},
	"longer than what the pod says": {"objects": [sample.deployment({"terminationGracePeriodSeconds": 10, "containers": [object.union(sample.container, {"lifecycle": {"preStop": {"exec": {"command": ["sleep", "15"]}}}})]})], "denied": {sample.in_container("/lifecycle/preStop", {"seconds": 15, "grace": 10})}},
}

test_cases[name] if {
	some name, case in cases
	drain.deny == case.denied with input as sample.stack(case.objects)
}
