package policy.pod_security.host_path_test

import data.lib.sample_test as sample
import data.policy.pod_security.host_path

cases := {
	"no volumes": {"input": sample.held("baseline", "1.37", [sample.serving({})]), "denied": set()},
	"scratch space": {
		"input": sample.held("baseline", "1.37", [
			sample.deployment({"volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "none", "hostPath": null}]}),
		]),
		"denied": set(),
	},
	"a directory of the node": {
		"input": sample.held("baseline", "1.37", [
			sample.deployment({"volumes": [
				{"name": "tmp", "emptyDir": {}},
				{"name": "run", "hostPath": {"path": "/run"}},
			]}),
		]),
		"denied": {sample.in_pod("/volumes/1/hostPath", {"volume": "run", "host_path": "/run"})},
	},
	"malformed": {
		"input": sample.held("baseline", "1.37", [sample.deployment({"volumes": [{"hostPath": "/run"}]})]),
		"denied": {sample.in_pod("/volumes/0/hostPath", {"volume": "", "host_path": ""})},
	},
}

test_cases[name] if {
	some name, case in cases
	host_path.deny == case.denied with input as case.input
}

test_restricted_has_its_own_rule if {
	directory := {"name": "run", "hostPath": {"path": "/run"}}
	host_path.deny == set() with input as sample.stack([sample.deployment({"volumes": [directory]})])
}
