package policy.images.pinned_test

import data.lib.sample_test as sample
import data.policy.images.pinned

cases := {
	"a tag": {"objects": [sample.serving({})], "denied": set()},
	"a digest": {
		"objects": [
			sample.serving({"image": concat("", ["app@sha256:", concat("", ["0" | some _ in numbers.range(1, 64)])])}),
		],
		"denied": set(),
	},
	"a tag and a port": {"objects": [sample.serving({"image": "registry:5000/app:v1"})], "denied": set()},
	"no tag": {
		"objects": [sample.serving({"image": "app"})],
		"denied": {sample.in_container("/image", {"image": "app"})},
	},
	"a port and no tag": {
		"objects": [sample.serving({"image": "registry:5000/app"})],
		"denied": {sample.in_container("/image", {"image": "registry:5000/app"})},
	},
	"latest": {
		"objects": [sample.serving({"image": "app:latest"})],
		"denied": {sample.in_container("/image", {"image": "app:latest"})},
	},
	"latest in capitals": {
		"objects": [sample.serving({"image": "app:Latest"})],
		"denied": {sample.in_container("/image", {"image": "app:Latest"})},
	},
	"a short digest": {
		"objects": [sample.serving({"image": "app@sha256:abc"})],
		"denied": {sample.in_container("/image", {"image": "app@sha256:abc"})},
	},
	"spaces": {
		"objects": [sample.serving({"image": "app :v1"})],
		"denied": {sample.in_container("/image", {"image": "app :v1"})},
	},
	"empty": {"objects": [sample.serving({"image": ""})], "denied": {sample.in_container("/image", {"image": ""})}},
	"null": {
		"objects": [sample.serving({"image": null})],
		"denied": {sample.in_container("/image", {"image": ""})},
	},
	"a number": {
		"objects": [sample.serving({"image": 5})],
		"denied": {sample.in_container("/image", {"image": ""})},
	},
}

test_cases[name] if {
	some name, case in cases
	pinned.deny == case.denied with input as sample.stack(case.objects)
}
