package policy.gpu.shared_tenants_test

import data.lib.sample_test as sample
import data.policy.gpu.shared_tenants

gpus(limits, pod) := sample.deployment(object.union(
	{"containers": [object.union(sample.container, {"resources": {"limits": limits}})]},
	pod,
))

shared := gpus({"nvidia.com/gpu.shared": 1}, {})

elsewhere(target) := object.union(target, {"metadata": {"namespace": "other"}})

cases := {
	"one tenant": {"objects": [shared, gpus({"nvidia.com/gpu": 1}, {})], "denied": set()},
	"two tenants of whole GPUs": {"objects": [gpus({"nvidia.com/gpu": 1}, {}), elsewhere(gpus({"nvidia.com/gpu": 1}, {}))], "denied": set()},
	"two": {"objects": [shared, sample.serving({}), elsewhere(shared), object.union(gpus({"nvidia.com/gpu": 1}, {}), {"metadata": {"name": "whole"}})], "denied": {sample.in_container("/resources/limits/nvidia.com~1gpu.shared", {"resource": "nvidia.com/gpu.shared", "namespaces": "models, other"}), object.union(sample.in_container("/resources/limits/nvidia.com~1gpu.shared", {"resource": "nvidia.com/gpu.shared", "namespaces": "models, other"}), {"object": {"namespace": "other"}})}},
}

test_cases[name] if {
	some name, case in cases
	shared_tenants.deny == case.denied with input as sample.stack(case.objects)
}
