package policy.hygiene.duplicate_test

import data.lib.sample_test as sample
import data.policy.hygiene.duplicate

cases := {
	"one": {"objects": [sample.serving({})], "denied": set()},
	"another kind": {"objects": [sample.serving({}), sample.workload("StatefulSet", {})], "denied": set()},
	"another namespace": {"objects": [sample.serving({}), object.union(sample.serving({}), {"metadata": {"namespace": "other"}})], "denied": set()},
	"another name": {"objects": [sample.serving({}), object.union(sample.serving({}), {"metadata": {"name": "other"}})], "denied": set()},
	"another group": {"objects": [sample.serving({}), object.union(sample.serving({}), {"apiVersion": "example.com/v1"})], "denied": set()},
	"the same": {"objects": [sample.serving({}), sample.serving({"image": "x"})], "denied": {sample.of(sample.serving({}), "/metadata/name", {"count": 2})}},
	"another version": {"objects": [sample.serving({}), object.union(sample.serving({}), {"apiVersion": "apps/v1beta1"})], "denied": {sample.of(sample.serving({}), "/metadata/name", {"count": 2}), object.union(sample.of(sample.serving({}), "/metadata/name", {"count": 2}), {"object": {"apiVersion": "apps/v1beta1"}})}},
	"another name without a namespace": {"objects": [sample.namespace, object.union(sample.namespace, {"metadata": {"name": "other"}})], "denied": set()},
	"without a namespace": {"objects": [sample.namespace, object.union(sample.namespace, {"metadata": {"labels": {}}})], "denied": {object.union(object.remove(sample.in_namespace, ["args"]), {"args": {"count": 2}})}},
}

test_cases[name] if {
	some name, case in cases
	duplicate.deny == case.denied with input as sample.stack(case.objects)
}
