package policy.pod_security.host_ports_test

import data.lib.sample_test as sample
import data.policy.pod_security.host_ports

cases := {
	"no ports": {"objects": [sample.serving({})], "denied": set()},
	"no host port": {
		"objects": [
			sample.serving({
				"ports": [
					{"containerPort": 80},
					{"containerPort": 81, "hostPort": 0},
					{"containerPort": 82, "hostPort": null},
				],
			}),
		],
		"denied": set(),
	},
	"a host port": {
		"objects": [sample.serving({"ports": [{"containerPort": 80}, {"containerPort": 81, "hostPort": 81}]})],
		"denied": {sample.in_container("/ports/1/hostPort", {"port": 81})},
	},
}

test_cases[name] if {
	some name, case in cases
	host_ports.deny == case.denied with input as sample.stack(case.objects)
}
