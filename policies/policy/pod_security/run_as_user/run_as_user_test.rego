package policy.pod_security.run_as_user_test

import data.lib.sample_test as sample
import data.policy.pod_security.run_as_user

cases := {
	"says nothing": {"objects": [sample.serving({})], "denied": set()},
	"another user": {"objects": [sample.serving({"securityContext": {"runAsUser": 1000}})], "denied": set()},
	"null is nothing": {"objects": [sample.deployment({"securityContext": {"runAsUser": null}})], "denied": set()},
	"container is root": {
		"objects": [sample.serving({"securityContext": {"runAsUser": 0}})],
		"denied": {sample.in_container("/securityContext/runAsUser", {"subject": "container server", "user": 0})},
	},
	"pod is root": {
		"objects": [sample.deployment({"securityContext": {"runAsUser": 0}})],
		"denied": {sample.in_pod("/securityContext/runAsUser", {"subject": "the pod", "user": 0})},
	},
	"text is no user id": {
		"objects": [sample.serving({"securityContext": {"runAsUser": "1000"}})],
		"denied": {
			sample.in_container("/securityContext/runAsUser", {"subject": "container server", "user": "1000"}),
		},
	},
}

test_cases[name] if {
	some name, case in cases
	run_as_user.deny == case.denied with input as sample.stack(case.objects)
}

root(host_users) := [sample.deployment({"hostUsers": host_users, "securityContext": {"runAsUser": 0}})]

versions := {
	"baseline": {"input": sample.held("baseline", "1.37", root(true)), "denied": 0},
	"before there was a rule": {"input": sample.held("restricted", "1.22", root(true)), "denied": 0},
	"in a user namespace": {"input": sample.held("restricted", "1.35", root(false)), "denied": 0},
	"in a user namespace, before that counted": {"input": sample.held("restricted", "1.34", root(false)), "denied": 1},
	"in the node's": {"input": sample.held("restricted", "1.35", root(true)), "denied": 1},
}

test_versions[name] if {
	some name, case in versions
	count(run_as_user.deny) == case.denied with input as case.input
}
