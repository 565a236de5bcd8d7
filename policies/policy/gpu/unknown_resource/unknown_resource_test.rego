package policy.gpu.unknown_resource_test

import data.lib.sample_test as sample
import data.policy.gpu.unknown_resource

gpus(limits, pod) := sample.deployment(object.union(
	{"containers": [object.union(sample.container, {"resources": {"limits": limits}})]},
	pod,
))

cases := {
	"none": {"objects": [sample.serving({})], "denied": set()},
	"nvidia.com/gpu": {"objects": [gpus({"nvidia.com/gpu": 1}, {})], "denied": set()},
	"nvidia.com/gpu.shared": {"objects": [gpus({"nvidia.com/gpu.shared": 1}, {})], "denied": set()},
	"nvidia.com/mig-1g.5gb": {"objects": [gpus({"nvidia.com/mig-1g.5gb": 1}, {})], "denied": set()},
	"nvidia.com/mig-3g.40gb": {"objects": [gpus({"nvidia.com/mig-3g.40gb": 1}, {})], "denied": set()},
	"nvidia.com/mig-1g.10gb.me": {"objects": [gpus({"nvidia.com/mig-1g.10gb.me": 1}, {})], "denied": set()},
	"amd.com/gpu": {"objects": [gpus({"amd.com/gpu": 1}, {})], "denied": set()},
	"habana.ai/gaudi": {"objects": [gpus({"habana.ai/gaudi": 1}, {})], "denied": set()},
	"not nvidia.com/gpus": {"objects": [gpus({"nvidia.com/gpus": 1}, {})], "denied": {sample.in_container("/resources/limits/nvidia.com~1gpus", {"resource": "nvidia.com/gpus"})}},
	"not nvidia.com/mig-1g": {"objects": [gpus({"nvidia.com/mig-1g": 1}, {})], "denied": {sample.in_container("/resources/limits/nvidia.com~1mig-1g", {"resource": "nvidia.com/mig-1g"})}},
	"not nvidia.com/MIG-1g.5gb": {"objects": [gpus({"nvidia.com/MIG-1g.5gb": 1}, {})], "denied": {sample.in_container("/resources/limits/nvidia.com~1MIG-1g.5gb", {"resource": "nvidia.com/MIG-1g.5gb"})}},
	"not nvidia.com/gpu.share": {"objects": [gpus({"nvidia.com/gpu.share": 1}, {})], "denied": {sample.in_container("/resources/limits/nvidia.com~1gpu.share", {"resource": "nvidia.com/gpu.share"})}},
}

test_cases[name] if {
	some name, case in cases
	unknown_resource.deny == case.denied with input as sample.stack(case.objects)
}
