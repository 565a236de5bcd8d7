package lib.waiver_test

import data.lib.waiver

valid := {
	"code": "a.b",
	"object": {"apiVersion": "v1", "kind": "Pod", "namespace": "n", "name": "p"},
	"container": "c",
	"path": "/spec",
	"reason": "because",
	"owner": "someone",
	"ticket": "SEC-1",
	"expires": "2026-11-21",
}

config := {"waivers": {"longest_days": {"error": 400, "warning": 10}, "expiring_days": 30}}

rules := {"a.b": {"severity": "error"}, "a.warning": {"severity": "warning"}}

day := ((24 * 60) * 60) * 1000000000

# 2026-11-22T00:00:00Z, when the waiver above has just expired.
midnight := 1795305600000000000

states := {
	"from its first day": {"from": "2026-10-01", "now_ns": midnight - (52 * day), "state": "active"},
	"before its first day": {"from": "2026-10-01", "now_ns": (midnight - (52 * day)) - 1, "state": "pending"},
	"until 30 days before its end": {"from": null, "now_ns": (midnight - (30 * day)) - 1, "state": "active"},
	"in its last 30 days": {"from": null, "now_ns": midnight - (30 * day), "state": "expiring"},
	"until the end of its day": {"from": null, "now_ns": midnight - 1, "state": "expiring"},
	"from midnight": {"from": null, "now_ns": midnight, "state": "expired"},
	"as long as its severity allows": {"from": null, "now_ns": midnight - (400 * day), "state": "active"},
	"no longer than that": {"from": "2020-01-01", "now_ns": (midnight - (400 * day)) - 1, "state": "pending"},
	"from a day that is none": {"from": "2026-02-30", "now_ns": midnight - 1, "state": "expired"},
	"from a day after its last": {"from": "2026-12-01", "now_ns": midnight - 1, "state": "pending"},
	"from a day after its last, then": {"from": "2026-12-01", "now_ns": midnight + (30 * day), "state": "expired"},
	"without a clock": {"from": null, "now_ns": null, "state": "expired"},
}

test_state[name] if {
	some name, case in states
	found := state(object.union(valid, {"from": case.from}), case.now_ns)
	found == case.state
}

test_a_warning_s_waiver_is_shorter if {
	for_warning := object.union(valid, {"code": "a.warning"})
	state(for_warning, midnight - (11 * day)) == "pending"
	state(for_warning, midnight - (10 * day)) == "expiring"
}

test_expired_for_an_unknown_rule if state(object.union(valid, {"code": "a.c"}), midnight - 1) == "expired"

test_expired_without[field] if {
	some field in ["code", "reason", "owner", "ticket", "path", "expires"]
	state(object.remove(valid, [field]), midnight - 1) == "expired"
}

test_expired_with_a_number[field] if {
	some field in ["code", "reason", "owner", "ticket", "path", "expires"]
	state(object.union(valid, {field: 5}), midnight - 1) == "expired"
}

test_expired_with_empty[field] if {
	some field in ["code", "reason", "owner", "ticket", "path", "expires"]
	state(object.union(valid, {field: ""}), midnight - 1) == "expired"
}

test_expired_with_date[date] if {
	some date in [
		"2026-02-29",
		"1900-02-29",
		"2026-04-31",
		"2026-13-01",
		"2026-00-01",
		"2026-01-00",
		"2026-1-1",
		"26-01-01",
		"2026-01-01T00:00:00Z",
		"tomorrow",
		20261121,
	]
	state(object.union(valid, {"expires": date}), 0) == "expired"
}

state(candidate, now_ns) := found if {
	found := waiver.state(candidate, now_ns) with data.config as config with data.rules as rules
}

finding := {"code": "a.b", "object": valid.object, "container": "c", "path": "/spec", "args": {}}

test_excuses_the_exact_finding if {
	waiver.excuse(finding) == "w1" with data.waivers as {"w2": valid, "w1": valid}
		with input as {"now_ns": midnight - 1}
		with data.config as config
		with data.rules as rules
}

test_excuses_nothing_else[field] if {
	some field, value in {
		"code": "a.c",
		"object": object.union(valid.object, {"name": "q"}),
		"container": null,
		"path": "/spec/a",
	}
	other := object.union(finding, {field: value})
	waiver.excuse(other) == null with data.waivers as {"w": valid}
		with input as {"now_ns": midnight - 1}
		with data.config as config
		with data.rules as rules
}

test_expired_excuses_nothing if {
	waiver.excuse(finding) == null with data.waivers as {"w": valid}
		with input as {"now_ns": midnight}
		with data.config as config
		with data.rules as rules
}

ids := {
	"active": {"input": {"now_ns": midnight - (31 * day)}, "states": {"active": {"w"}}},
	"expiring": {"input": {"now_ns": midnight - 1}, "states": {"expiring": {"w"}}},
	"expired": {"input": {"now_ns": midnight}, "states": {"expired": {"w"}}},
	"without a clock": {"input": {}, "states": {"expired": {"w"}}},
}

test_ids_by_state[name] if {
	some name, case in ids
	found := waiver.states with data.waivers as {"w": valid}
		with input as case.input
		with data.config as config
		with data.rules as rules
	found == case.states
}

test_no_id_in_a_state if waiver.in_state("pending") == set() with data.waivers as {}

test_unknown if {
	waivers := {"known": valid, "unknown": object.union(valid, {"code": "a.c"})}
	waiver.unknown == {"unknown"} with data.waivers as waivers with data.rules as rules
}

test_a_waiver_for_an_object_of_the_cluster_needs_no_namespace if {
	node := object.union(object.remove(valid, ["object"]), {"object": {"apiVersion": "v1", "kind": "Node", "name": "n"}})
	found := object.union(finding, {"object": {"apiVersion": "v1", "kind": "Node", "namespace": "", "name": "n"}})
	waiver.excuse(found) == "w" with data.waivers as {"w": node}
		with input as {"now_ns": midnight - 1}
		with data.config as config
		with data.rules as rules
}

pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "n"}}

applying := {
	"a whole stack": {"input": {"objects": [], "context": {"stack": "prod"}}, "applies": true},
	"files with the object": {"input": {"objects": [pod], "context": {"stack": null}}, "applies": true},
	"files with another object": {"input": {"objects": [other_pod], "context": {"stack": null}}, "applies": false},
	"files of another kind": {"input": {"objects": [service], "context": {"stack": null}}, "applies": false},
}

other_pod := object.union(pod, {"metadata": {"name": "q"}})

service := object.union(pod, {"kind": "Service"})

test_applies[name] if {
	some name, case in applying
	ids := {id | some id in ["w"]; waiver.applies(id)} with data.waivers as {"w": valid} with input as case.input
	ids == {"w"} == case.applies
}
