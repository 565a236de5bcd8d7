package policy.consistency.claim_test

import data.lib.sample_test as sample
import data.policy.consistency.claim

cases := {
	"no reference": {"objects": [sample.namespace, sample.serving({})], "denied": set()},
	"a volume": {"objects": [sample.namespace, sample.deployment({"volumes": ["odd", {"name": "b", "persistentVolumeClaim": {"claimName": "x"}}]})], "denied": {sample.in_pod("/volumes/1/persistentVolumeClaim/claimName", {"name": "x"})}},
	"a volume that is there": {"objects": [sample.namespace, sample.deployment({"volumes": ["odd", {"name": "b", "persistentVolumeClaim": {"claimName": "x"}}]}), sample.namespaced("v1", "PersistentVolumeClaim", "x", {})], "denied": set()},
	"of another API": {"objects": [sample.namespace, sample.deployment({"volumes": ["odd", {"name": "b", "persistentVolumeClaim": {"claimName": "x"}}]}), sample.namespaced("example.com/v1", "PersistentVolumeClaim", "x", {})], "denied": {sample.in_pod("/volumes/1/persistentVolumeClaim/claimName", {"name": "x"})}},
	"elsewhere": {"objects": [sample.namespace, sample.deployment({"volumes": ["odd", {"name": "b", "persistentVolumeClaim": {"claimName": "x"}}]}), object.union(sample.namespaced("v1", "PersistentVolumeClaim", "x", {}), {"metadata": {"namespace": "other"}})], "denied": {sample.in_pod("/volumes/1/persistentVolumeClaim/claimName", {"name": "x"})}},
	"nobody knows the namespace": {"objects": [sample.deployment({"volumes": ["odd", {"name": "b", "persistentVolumeClaim": {"claimName": "x"}}]})], "denied": set()},
	"another kind": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	claim.deny == case.denied with input as sample.stack(case.objects)
}

test_a_claim_from_outside_is_listed if {
	objects := [sample.namespace, sample.deployment({"volumes": [{"name": "b", "persistentVolumeClaim": {"claimName": "x"}}]})]
	claim.deny == set() with input as sample.stack(objects)
		with data.config.defaults.outside_claims as ["models/x"]
	claim.deny != set() with input as sample.stack(objects)
		with data.config.defaults.outside_claims as ["other/x"]
}
