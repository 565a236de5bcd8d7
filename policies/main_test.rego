package main_test

import data.lib.sample_test as sample
import data.main

subject := {"apiVersion": "v1", "kind": "Pod", "namespace": "n", "name": "p"}

bare := {"object": subject, "path": "/spec"}

full := {"object": subject, "path": "/spec", "container": "c", "args": {"a": 1}, "msg": "words"}

rules := {
	"a": {"one": {"deny": {bare}}, "one_test": {"cases": {}}},
	"b": {"two": {"deny": {full}}, "three": {"deny": set()}},
}

waiver := {
	"code": "b.two",
	"object": subject,
	"container": "c",
	"path": "/spec",
	"reason": "because",
	"owner": "someone",
	"ticket": "SEC-1",
	"expires": "2030-01-01",
}

waivers := {
	"used": waiver,
	"unused": object.union(waiver, {"path": "/other"}),
	"expired": object.union(waiver, {"expires": "2020-01-01"}),
}

test_result if {
	result := main.result with data.policy as rules
		with data.waivers as waivers
		with input as sample.stack([sample.serving({})])
	result == {
		"findings": {
			finding("a.one", "a.one", null, {}, null),
			finding("b.two", "words", "c", {"a": 1}, "used"),
		},
		"rules": {"a.one", "b.two", "b.three"},
		"incomplete_namespaces": {"models"},
		"waivers": {"unused": {"unused"}, "expired": {"expired"}},
	}
}

finding(code, msg, container, args, id) := {
	"code": code,
	"msg": msg,
	"object": subject,
	"container": container,
	"path": "/spec",
	"args": args,
	"waiver": id,
}

test_sample_is_denied_by_nothing if {
	result := main.result with data.waivers as {} with input as sample.stack([
		sample.namespace,
		sample.service_account,
		sample.serving({}),
		sample.quota({"pods": 2}),
		sample.namespaced("networking.k8s.io/v1", "NetworkPolicy", "default-deny", {"spec": {
			"podSelector": {},
			"policyTypes": ["Ingress", "Egress"],
		}}),
	])
	result.findings == set()
	result.incomplete_namespaces == set()
}
