package policy.images.registry_test

import data.lib.sample_test as sample
import data.policy.images.registry

settings := {"defaults": {"image_registries": ["registry.example.invalid/"]}}

cases := {
	"allowed": {"objects": [sample.serving({})], "denied": set()},
	"elsewhere": {"objects": [sample.serving({"image": "other.example.com/app:1"})], "denied": {sample.in_container("/image", {"image": "other.example.com/app:1"})}},
	"a registry that only begins alike": {"objects": [sample.serving({"image": "registry.example.invalid.evil.com/slipway/app:1"})], "denied": {sample.in_container("/image", {"image": "registry.example.invalid.evil.com/slipway/app:1"})}},
	"Docker Hub's own": {"objects": [sample.serving({"image": "busybox:1"})], "denied": {sample.in_container("/image", {"image": "busybox:1"})}},
	"no text": {"objects": [sample.serving({"image": 5})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	registry.deny == case.denied with data.config as settings
		with input as sample.stack(case.objects)
}

names := {
	"app:1": {"docker.io/library/": true, "docker.io/acme/": false},
	"acme/app:1": {"docker.io/acme/": true, "acme/": false},
	"acme.io/app:1": {"acme.io/": true, "docker.io/": false},
	"acme:5000/app:1": {"acme:5000/": true, "docker.io/": false},
	"localhost/app:1": {"localhost/": true, "docker.io/": false},
	"localhosts/app:1": {"localhosts/": false, "docker.io/": true},
	"docker.io/library/app:1": {"docker.io/library/": true},
}

test_full_name[sprintf("%s in %s", [image, prefix])] if {
	some image, registries in names
	some prefix, allowed in registries
	found := registry_of(image, prefix)
	found == set() == allowed
}

registry_of(image, prefix) := found if {
	found := registry.deny with data.config as {"defaults": {"image_registries": ["unused/", prefix]}}
		with input as sample.stack([sample.serving({"image": image})])
}

test_an_empty_list_allows_every_registry if {
	denied := registry.deny with data.config as {"defaults": {"image_registries": []}}
		with input as sample.stack([sample.serving({"image": "app"})])
	denied == set()
}
