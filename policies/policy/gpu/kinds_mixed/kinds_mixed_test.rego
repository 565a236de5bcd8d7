package policy.gpu.kinds_mixed_test

import data.lib.sample_test as sample
import data.policy.gpu.kinds_mixed

gpus(limits, pod) := sample.deployment(object.union(
	{"containers": [object.union(sample.container, {"resources": {"limits": limits}})]},
	pod,
))

cases := {
	"none": {"objects": [sample.serving({})], "denied": set()},
	"one": {"objects": [gpus({"nvidia.com/gpu": 2}, {})], "denied": set()},
	"two": {"objects": [gpus({"nvidia.com/gpu": 2, "nvidia.com/mig-1g.5gb": 1}, {})], "denied": {sample.in_container("/resources/limits", {"resources": "nvidia.com/gpu, nvidia.com/mig-1g.5gb"})}},
}

test_cases[name] if {
	some name, case in cases
	kinds_mixed.deny == case.denied with input as sample.stack(case.objects)
}
