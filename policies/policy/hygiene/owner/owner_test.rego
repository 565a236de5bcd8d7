package policy.hygiene.owner_test

import data.lib.sample_test as sample
import data.policy.hygiene.owner

cases := {
	"its own": {"objects": [sample.serving({})], "denied": set()},
	"a part of something": {"objects": [object.union(sample.serving({}), {"metadata": {"labels": {"slipway.dev/owner": "", "app.kubernetes.io/part-of": "platform"}}})], "denied": set()},
	"none": {"objects": [object.union(sample.serving({}), {"metadata": {"labels": null}})], "denied": {sample.of(sample.serving({}), "/metadata/labels", {"kind": "Deployment", "labels": "slipway.dev/owner, app.kubernetes.io/part-of"})}},
	"empty": {"objects": [object.union(sample.serving({}), {"metadata": {"labels": {"slipway.dev/owner": ""}}})], "denied": {sample.of(sample.serving({}), "/metadata/labels", {"kind": "Deployment", "labels": "slipway.dev/owner, app.kubernetes.io/part-of"})}},
}

test_cases[name] if {
	some name, case in cases
	owner.deny == case.denied with input as sample.stack(case.objects)
}
