package policy.gpu.share_count_test

import data.lib.sample_test as sample
import data.policy.gpu.share_count

gpus(limits, pod) := sample.deployment(object.union(
	{"containers": [object.union(sample.container, {"resources": {"limits": limits}})]},
	pod,
))

cases := {
	"none": {"objects": [sample.serving({})], "denied": set()},
	"one": {"objects": [gpus({"nvidia.com/gpu.shared": 1}, {})], "denied": set()},
	"two GPUs": {"objects": [gpus({"nvidia.com/gpu": 2}, {})], "denied": set()},
	"two": {"objects": [gpus({"nvidia.com/gpu.shared": "2"}, {})], "denied": {sample.in_container("/resources/limits/nvidia.com~1gpu.shared", {"resource": "nvidia.com/gpu.shared", "amount": "2"})}},
}

test_cases[name] if {
	some name, case in cases
	share_count.deny == case.denied with input as sample.stack(case.objects)
}
