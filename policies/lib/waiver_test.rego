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

# 2026-11-22T00:00:00Z, when the waiver above has just expired.
midnight := 1795305600000000000

test_active_until_the_end_of_its_day if active(valid, midnight - 1)

test_inactive_from_midnight if not active(valid, midnight)

test_inactive_without_a_clock if not active(valid, null)

test_inactive_without[field] if {
	some field in ["code", "reason", "owner", "ticket", "path", "expires"]
	waiver_without := object.remove(valid, [field])
	not active(waiver_without, 0)
}

test_inactive_with_empty[field] if {
	some field in ["code", "reason", "owner", "ticket", "path", "expires"]
	emptied := object.union(valid, {field: ""})
	not active(emptied, 0)
}

test_inactive_with_date[date] if {
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
	]
	dated := object.union(valid, {"expires": date})
	not active(dated, 0)
}

test_inactive_with_a_date_that_is_a_number if {
	dated := object.union(valid, {"expires": 20261121})
	not active(dated, 0)
}

active(candidate, now_ns) if waiver.active(candidate, now_ns)

test_day[date] if {
	some date, day in {
		"1970-01-01": 0,
		"1970-12-31": 364,
		"1972-02-29": 789,
		"2000-02-29": 11016,
		"2000-03-01": 11017,
		"2024-02-29": 19782,
		"2026-08-09": 20674,
		"2026-11-21": 20778,
		"2100-02-28": 47540,
		"2100-03-01": 47541,
		"9999-12-31": 2932896,
	}
	waiver.day(date) == day
}

finding := {"code": "a.b", "object": valid.object, "container": "c", "path": "/spec", "args": {}}

test_excuses_the_exact_finding if {
	waiver.excuse(finding) == "w1" with data.waivers as {"w2": valid, "w1": valid} with input as {"now_ns": 0}
}

test_excuses_nothing_else[field] if {
	some field, value in {
		"code": "a.c",
		"object": object.union(valid.object, {"name": "q"}),
		"container": null,
		"path": "/spec/a",
	}
	other := object.union(finding, {field: value})
	waiver.excuse(other) == null with data.waivers as {"w": valid} with input as {"now_ns": 0}
}

test_expired_excuses_nothing if {
	waiver.excuse(finding) == null with data.waivers as {"w": valid} with input as {"now_ns": midnight}
	waiver.expired == {"w"} with data.waivers as {"w": valid} with input as {"now_ns": midnight}
}

test_without_a_clock_all_are_expired if waiver.expired == {"w"} with data.waivers as {"w": valid} with input as {}

test_a_waiver_for_an_object_of_the_cluster_needs_no_namespace if {
	node := object.union(object.remove(valid, ["object"]), {"object": {"apiVersion": "v1", "kind": "Node", "name": "n"}})
	found := object.union(finding, {"object": {"apiVersion": "v1", "kind": "Node", "namespace": "", "name": "n"}})
	waiver.excuse(found) == "w" with data.waivers as {"w": node} with input as {"now_ns": 0}
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
