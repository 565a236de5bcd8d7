package policy.pod_security.run_as_non_root_test

import data.lib.sample_test as sample
import data.policy.pod_security.run_as_non_root

cases := {
	"pod says yes": {"objects": [sample.serving({})], "denied": set()},
	"container says yes": {
		"objects": [
			sample.deployment({
				"securityContext": null,
				"containers": [object.union(sample.container, {"securityContext": {"runAsNonRoot": true}})],
			}),
		],
		"denied": set(),
	},
	"nobody says": {
		"objects": [sample.deployment({"securityContext": null})],
		"denied": {sample.in_container("/securityContext/runAsNonRoot", {"subject": "container server"})},
	},
	"container says no": {
		"objects": [sample.serving({"securityContext": {"runAsNonRoot": false}})],
		"denied": {sample.in_container("/securityContext/runAsNonRoot", {"subject": "container server"})},
	},
	"a user id is not enough": {
		"objects": [sample.deployment({"securityContext": {"runAsNonRoot": null, "runAsUser": 1000}})],
		"denied": {sample.in_container("/securityContext/runAsNonRoot", {"subject": "container server"})},
	},
	"text is no boolean": {
		"objects": [sample.serving({"securityContext": {"runAsNonRoot": "true"}})],
		"denied": {sample.in_container("/securityContext/runAsNonRoot", {"subject": "container server"})},
	},
	"pod says no, container yes": {
		"objects": [
			sample.deployment({
				"securityContext": {"runAsNonRoot": false},
				"containers": [object.union(sample.container, {"securityContext": {"runAsNonRoot": true}})],
			}),
		],
		"denied": {sample.in_pod("/securityContext/runAsNonRoot", {"subject": "the pod"})},
	},
}

test_cases[name] if {
	some name, case in cases
	run_as_non_root.deny == case.denied with input as sample.stack(case.objects)
}

root(host_users) := [sample.deployment({"hostUsers": host_users, "securityContext": {"runAsNonRoot": null}})]

versions := {
	"baseline": {"input": sample.held("baseline", "1.37", root(true)), "denied": 0},
	"from the first version on": {"input": sample.held("restricted", "1.0", root(true)), "denied": 1},
	"in a user namespace": {"input": sample.held("restricted", "1.35", root(false)), "denied": 0},
	"in a user namespace, before that counted": {"input": sample.held("restricted", "1.34", root(false)), "denied": 1},
	"in the node's": {"input": sample.held("restricted", "1.35", root(true)), "denied": 1},
}

test_versions[name] if {
	some name, case in versions
	count(run_as_non_root.deny) == case.denied with input as case.input
}
