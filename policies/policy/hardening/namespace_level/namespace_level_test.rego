package policy.hardening.namespace_level_test

import data.lib.sample_test as sample
import data.policy.hardening.namespace_level

cases := {
	"enforced": {"input": sample.stack([sample.namespace]), "denied": set()},
	"lower": {"input": sample.stack([sample.labelled({"pod-security.kubernetes.io/enforce": "baseline"})]), "denied": {{"object": {"apiVersion": "v1", "kind": "Namespace", "namespace": "", "name": "models"}, "container": null, "path": "/metadata/labels/pod-security.kubernetes.io~1enforce", "args": {"namespace": "models", "level": "baseline", "floor": "restricted"}}}},
	"as low as asked": {"input": sample.held("baseline", "1.37", [sample.labelled({"pod-security.kubernetes.io/enforce": "baseline"})]), "denied": set()},
	"no level": {"input": sample.stack([sample.labelled({"pod-security.kubernetes.io/enforce": "strict"})]), "denied": {{"object": {"apiVersion": "v1", "kind": "Namespace", "namespace": "", "name": "models"}, "container": null, "path": "/metadata/labels/pod-security.kubernetes.io~1enforce", "args": {"namespace": "models", "level": "strict", "floor": "restricted"}}}},
	"nothing": {"input": sample.stack([{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "models"}}]), "denied": {{"object": {"apiVersion": "v1", "kind": "Namespace", "namespace": "", "name": "models"}, "container": null, "path": "/metadata/labels/pod-security.kubernetes.io~1enforce", "args": {"namespace": "models", "level": "nothing", "floor": "restricted"}}}},
	"listed": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}})]), "denied": set()},
	"of another API": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "baseline"}), {"apiVersion": "example.com/v1"})]), "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	namespace_level.deny == case.denied with input as case.input
}
