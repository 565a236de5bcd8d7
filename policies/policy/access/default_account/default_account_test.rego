package policy.access.default_account_test

import data.lib.sample_test as sample
import data.policy.access.default_account

cases := {
	"its own": {"objects": [sample.serving({})], "denied": set()},
	"default": {"objects": [sample.deployment({"serviceAccountName": "default"})], "denied": {sample.in_pod("/serviceAccountName", {})}},
	"none": {"objects": [sample.deployment({"serviceAccountName": null})], "denied": {sample.in_pod("/serviceAccountName", {})}},
	"empty": {"objects": [sample.deployment({"serviceAccountName": ""})], "denied": {sample.in_pod("/serviceAccountName", {})}},
}

test_cases[name] if {
	some name, case in cases
	default_account.deny == case.denied with input as sample.stack(case.objects)
}
