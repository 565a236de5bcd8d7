package policy.reliability.gpu_rollout_test

import data.lib.sample_test as sample
import data.policy.reliability.gpu_rollout

gpu(kind, spec) := sample.of_pods(kind, spec, {"containers": [object.union(sample.container, {"resources": {"limits": {"nvidia.com/gpu": 1}}})]})

cases := {
	"no GPU": {"objects": [sample.serving({})], "denied": set()},
	"recreated": {"objects": [gpu("Deployment", {"strategy": {"type": "Recreate"}})], "denied": set()},
	"no surge": {"objects": [gpu("Deployment", {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0}}})], "denied": set()},
	"no surge in percent": {"objects": [gpu("Deployment", {"strategy": {"rollingUpdate": {"maxSurge": "0%"}}})], "denied": set()},
	"a surge": {"objects": [gpu("Deployment", {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}})], "denied": {sample.of(gpu("Deployment", {}), "/spec/strategy/rollingUpdate/maxSurge", {"surge": 1})}},
	"a surge by default": {"objects": [gpu("Deployment", {})], "denied": {sample.of(gpu("Deployment", {}), "/spec/strategy/rollingUpdate/maxSurge", {"surge": "25%"})}},
	"a daemon set by default": {"objects": [gpu("DaemonSet", {})], "denied": set()},
	"a daemon set that surges": {"objects": [gpu("DaemonSet", {"updateStrategy": {"rollingUpdate": {"maxSurge": "10%"}}})], "denied": {sample.of(gpu("DaemonSet", {}), "/spec/updateStrategy/rollingUpdate/maxSurge", {"surge": "10%"})}},
	"a daemon set on demand": {"objects": [gpu("DaemonSet", {"updateStrategy": {"type": "OnDelete", "rollingUpdate": {"maxSurge": 1}}})], "denied": set()},
	"a stateful set": {"objects": [gpu("StatefulSet", {})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	gpu_rollout.deny == case.denied with input as sample.stack(case.objects)
}

test_spare_gpus if {
	denied := gpu_rollout.deny with input as sample.stack([gpu("Deployment", {})])
		with data.config.defaults.spare_gpus as true
	denied == set()
}
