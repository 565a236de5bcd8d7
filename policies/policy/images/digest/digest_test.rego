package policy.images.digest_test

import data.lib.sample_test as sample
import data.policy.images.digest

cases := {
	"a digest": {"objects": [sample.serving({})], "denied": set()},
	"a tag": {"objects": [sample.serving({"image": "registry.example.com/app:1.2.3"})], "denied": {sample.in_container("/image", {"image": "registry.example.com/app:1.2.3"})}},
	"a listed tag": {"objects": [sample.serving({"image": "registry.example.com/listed:1"})], "denied": set()},
	"another tag of a listed name": {"objects": [sample.serving({"image": "registry.example.com/listed:2"})], "denied": {sample.in_container("/image", {"image": "registry.example.com/listed:2"})}},
	"a short digest": {"objects": [sample.serving({"image": "app@sha256:abc"})], "denied": {sample.in_container("/image", {"image": "app@sha256:abc"})}},
	"nothing": {"objects": [sample.serving({"image": null})], "denied": {sample.in_container("/image", {"image": ""})}},
}

test_cases[name] if {
	some name, case in cases
	digest.deny == case.denied with data.config as {"defaults": {"digest_required": true, "images_by_tag": ["registry.example.com/listed:1"]}}
		with input as sample.stack(case.objects)
}

test_not_required if {
	denied := digest.deny with data.config as {"defaults": {"digest_required": false, "images_by_tag": []}}
		with input as sample.stack([sample.serving({"image": "app"})])
	denied == set()
}
