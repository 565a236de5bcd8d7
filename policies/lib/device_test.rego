package lib.device_test

import data.lib.device
import data.lib.sample_test as sample

settings := {"defaults": {"gpu_resources": ["nvidia.com/", "amd.com/gpu"]}}

cases := {
	"none": {"resources": sample.container.resources, "found": []},
	"no resources": {"resources": null, "found": []},
	"a limit": {"resources": {"limits": {"cpu": 1, "nvidia.com/gpu": 1}}, "found": [{"nvidia.com/gpu"}]},
	"a request": {"resources": {"requests": {"amd.com/gpu": 1}}, "found": [{"amd.com/gpu"}]},
	"two": {
		"resources": {"requests": {"amd.com/gpu": 1}, "limits": {"nvidia.com/mig-1g.5gb": 1}},
		"found": [{"amd.com/gpu", "nvidia.com/mig-1g.5gb"}],
	},
	"not that one": {"resources": {"limits": {"amd.com/gpu.shared": 1}}, "found": []},
	"another vendor": {"resources": {"limits": {"example.com/nvidia.com/": 1}}, "found": []},
}

test_cases[name] if {
	some name, case in cases
	found := [user.resources | some user in device.containers] with data.config as settings
		with input as sample.stack([sample.deployment({"containers": [{"name": "server", "resources": case.resources}]})])
	found == case.found
}
