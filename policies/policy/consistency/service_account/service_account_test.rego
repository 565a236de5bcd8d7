package policy.consistency.service_account_test

import data.lib.sample_test as sample
import data.policy.consistency.service_account

cases := {
	"there": {"objects": [sample.namespace, sample.serving({}), sample.service_account], "denied": set()},
	"default": {"objects": [sample.namespace, sample.deployment({"serviceAccountName": "default"})], "denied": set()},
	"none": {"objects": [sample.namespace, sample.deployment({"serviceAccountName": null})], "denied": set()},
	"empty": {"objects": [sample.namespace, sample.deployment({"serviceAccountName": ""})], "denied": set()},
	"not there": {"objects": [sample.namespace, sample.serving({})], "denied": {sample.in_pod("/serviceAccountName", {"account": "iris"})}},
	"elsewhere": {"objects": [sample.namespace, sample.serving({}), object.union(sample.service_account, {"metadata": {"namespace": "other"}})], "denied": {sample.in_pod("/serviceAccountName", {"account": "iris"})}},
	"nobody knows the namespace": {"objects": [sample.serving({})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	service_account.deny == case.denied with input as sample.stack(case.objects)
}
