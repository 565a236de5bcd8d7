package policy.resources.gpu_test

import data.lib.sample_test as sample
import data.policy.resources.gpu

cases := {
	"none": {"objects": [sample.serving({})], "denied": set()},
	"limit only": {"objects": [sample.serving({"resources": {"limits": {"nvidia.com/gpu": 1}}})], "denied": set()},
	"both": {
		"objects": [
			sample.serving({"resources": {"limits": {"amd.com/gpu": 2}, "requests": {"amd.com/gpu": "2"}}}),
		],
		"denied": set(),
	},
	"not a GPU": {
		"objects": [sample.serving({"resources": {"limits": {"example.com/fpga": "1500m"}}})],
		"denied": set(),
	},
	"named like a GPU": {
		"objects": [sample.serving({"resources": {"limits": {"amd.com/gpu.shared": "500m"}}})],
		"denied": set(),
	},
	"request only": {
		"objects": [sample.serving({"resources": {"requests": {"nvidia.com/mig-1g.5gb": 1}}})],
		"denied": {
			sample.in_container(
				"/resources/limits/nvidia.com~1mig-1g.5gb",
				{"resource": "nvidia.com/mig-1g.5gb", "request": "1", "limit": "nothing"},
			),
		},
	},
	"a part": {
		"objects": [sample.serving({"resources": {"limits": {"nvidia.com/gpu": "500m"}}})],
		"denied": {
			sample.in_container(
				"/resources/limits/nvidia.com~1gpu",
				{"resource": "nvidia.com/gpu", "request": "nothing", "limit": "500m"},
			),
		},
	},
	"request below limit": {
		"objects": [
			sample.serving({"resources": {"limits": {"habana.ai/gaudi": 2}, "requests": {"habana.ai/gaudi": 1}}}),
		],
		"denied": {
			sample.in_container(
				"/resources/limits/habana.ai~1gaudi",
				{"resource": "habana.ai/gaudi", "request": "1", "limit": "2"},
			),
		},
	},
	"malformed": {
		"objects": [sample.serving({"resources": {"limits": {"nvidia.com/gpu": "one"}}})],
		"denied": {
			sample.in_container(
				"/resources/limits/nvidia.com~1gpu",
				{"resource": "nvidia.com/gpu", "request": "nothing", "limit": "one"},
			),
		},
	},
}

test_cases[name] if {
	some name, case in cases
	gpu.deny == case.denied with input as sample.stack(case.objects)
}
