package policy.gpu.toleration_test

import data.lib.sample_test as sample
import data.policy.gpu.toleration

gpus(limits, pod) := sample.deployment(object.union(
	{"containers": [object.union(sample.container, {"resources": {"limits": limits}})]},
	pod,
))

cases := {
	"no GPU": {"objects": [sample.serving({})], "denied": set()},
	"tolerates": {"objects": [gpus({"nvidia.com/gpu": 1}, {"tolerations": [{"key": "other"}, {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]})], "denied": set()},
	"tolerates every effect": {"objects": [gpus({"nvidia.com/gpu": 1}, {"tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}]})], "denied": set()},
	"tolerates everything": {"objects": [gpus({"nvidia.com/gpu": 1}, {"tolerations": [{"operator": "Exists"}]})], "denied": set()},
	"nothing": {"objects": [gpus({"nvidia.com/gpu": 1}, {"tolerations": null})], "denied": {sample.in_pod("/tolerations", {"resource": "nvidia.com/gpu", "taint": "nvidia.com/gpu"})}},
	"another taint": {"objects": [gpus({"nvidia.com/gpu": 1}, {"tolerations": [{"key": "amd.com/gpu"}]})], "denied": {sample.in_pod("/tolerations", {"resource": "nvidia.com/gpu", "taint": "nvidia.com/gpu"})}},
	"another effect": {"objects": [gpus({"nvidia.com/gpu": 1}, {"tolerations": [{"key": "nvidia.com/gpu", "effect": "NoExecute"}]})], "denied": {sample.in_pod("/tolerations", {"resource": "nvidia.com/gpu", "taint": "nvidia.com/gpu"})}},
	"another vendor": {"objects": [gpus({"habana.ai/gaudi": 1}, {"tolerations": [{"key": "habana.ai/gaudi"}]})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	toleration.deny == case.denied with input as sample.stack(case.objects)
}
