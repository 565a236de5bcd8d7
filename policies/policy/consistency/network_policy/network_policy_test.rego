package policy.consistency.network_policy_test

import data.lib.sample_test as sample
import data.policy.consistency.network_policy

object_of(version, kind, spec) := sample.namespaced(version, kind, "iris", {"spec": spec})

cases := {
	"selects": {"objects": [sample.namespace, sample.serving({}), object_of("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": {"matchLabels": {"app": "iris"}}})], "denied": set()},
	"another": {"objects": [sample.namespace, sample.serving({}), object_of("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": {"matchLabels": {"app": "other"}}})], "denied": {sample.of(object_of("networking.k8s.io/v1", "NetworkPolicy", {}), "/spec/podSelector", {})}},
	"nobody knows the namespace": {"objects": [sample.serving({}), object_of("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": {"matchLabels": {"app": "other"}}})], "denied": set()},
	"all pods of none": {"objects": [sample.namespace, object_of("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": {}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	network_policy.deny == case.denied with input as sample.stack(case.objects)
}
