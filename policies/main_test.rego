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
	"expires": "2027-01-31",
}

annotated := {
	"a.one": {"severity": "warning", "scope": "stack", "message": "one", "config": []},
	"b.two": {"severity": "error", "scope": "object", "message": "two {a}", "config": ["known"]},
	"b.three": {"severity": "error", "scope": "namespace", "message": "three", "config": []},
}

config := {
	"defaults": {"known": 1},
	"waivers": {"longest_days": {"error": 400, "warning": 400}, "expiring_days": 30},
}

waivers := {
	"used": waiver,
	"unused": object.union(waiver, {"path": "/other"}),
	"expiring": object.union(waiver, {"path": "/another", "expires": "2026-11-30"}),
	"pending": object.union(waiver, {"from": "2026-12-01"}),
	"expired": object.union(waiver, {"expires": "2020-01-01"}),
	"unknown": object.union(waiver, {"code": "c.none"}),
}

test_result if {
	result := main.result with data.policy as rules
		with data.waivers as waivers
		with data.rules as annotated
		with data.config as config
		with input as sample.stack([sample.serving({})])
	result == {
		"findings": {
			object.union(bare, {
				"code": "a.one",
				"msg": "a.one",
				"container": null,
				"args": {},
				"severity": "warning",
				"waiver": null,
			}),
			object.union(full, {"code": "b.two", "severity": "error", "waiver": "used"}),
		},
		"rules": {"a.one", "b.two", "b.three"},
		"incomplete_namespaces": {"models"},
		"waivers": {
			"pending": {"pending"},
			"expiring": {"expiring"},
			"expired": {"expired"},
			"unused": {"unused", "expiring"},
			"unknown": {"unknown"},
		},
	}
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

test_a_waiver_for_what_is_not_here_is_not_unused if {
	unused := main.unused_waivers with data.policy as rules
		with data.waivers as waivers
		with data.rules as annotated
		with data.config as config
		with input as object.union(sample.stack([]), {"context": {"stack": null}})
	unused == set()
}
