package lib.admission_test

import data.lib.admission
import data.lib.range
import data.lib.sample_test as sample

limited(limit) := sample.namespaced("v1", "LimitRange", "range", {"spec": {"limits": [limit]}})

given := {"limits": {"cpu": "2", "memory": "4"}, "requests": {"cpu": "1", "memory": "3"}}

admitted := {
	"its own request": {"block": {"requests": {"cpu": "3"}}, "field": "requests", "nano": 3000000000},
	"its own limit for a request": {"block": {"limits": {"cpu": "4"}}, "field": "requests", "nano": 4000000000},
	"the default request": {"block": {}, "field": "requests", "nano": 1000000000},
	"the default limit": {"block": {"requests": {"cpu": "3"}}, "field": "limits", "nano": 2000000000},
	"malformed": {"block": {"requests": {"cpu": "x"}}, "field": "requests", "nano": -1},
}

test_admitted[name] if {
	some name, case in admitted
	pod := sample.serving({"resources": object.union({"requests": null, "limits": null}, case.block)})
	value := sample.stack([pod, limited({"type": "Container", "default": given.limits, "defaultRequest": given.requests})])
	nano := admission.admitted(range.of_namespace("models"), case.block, case.field, "cpu") with input as value
	nano == case.nano
}

defaults := {
	"as written": {"limit": {"default": {"cpu": 2}, "defaultRequest": {"cpu": 1}}, "limits": 2, "requests": 1},
	"a request is the limit": {"limit": {"default": {"cpu": 2}}, "limits": 2, "requests": 2},
	"a limit is the maximum": {"limit": {"max": {"cpu": 3}, "min": {"cpu": 1}}, "limits": 3, "requests": 3},
}

test_defaults[name] if {
	some name, case in defaults
	value := sample.stack([limited(object.union({"type": "Container"}, case.limit))])
	found := range.of_namespace("models") with input as value
	found == {"limits": {"cpu": case.limits}, "requests": {"cpu": case.requests}}
}

test_a_request_is_the_minimum if {
	found := range.of_namespace("models") with input as sample.stack([limited({
		"type": "Container",
		"min": {"cpu": 1},
	})])
	found == {"limits": {}, "requests": {"cpu": 1}}
}

test_only_containers_have_defaults if {
	value := sample.stack([limited({"type": "Pod", "max": {"cpu": 3}})])
	range.of_namespace("models") == {"limits": {}, "requests": {}} with input as value
	range.of_namespace("other") == {} with input as value
}

# Bound, request, limit: what is outside.
bounds := {
	"between": {"rule": "min", "request": 2, "limit": 3, "outside": false},
	"no limit": {"rule": "min", "request": 2, "limit": -1, "outside": false},
	"no request": {"rule": "min", "request": -1, "limit": 3, "outside": true},
	"a request below": {"rule": "min", "request": 1, "limit": 3, "outside": true},
	"a limit below": {"rule": "min", "request": 2, "limit": 1, "outside": true},
	"at most": {"rule": "max", "request": 2, "limit": 2, "outside": false},
	"no request below the maximum": {"rule": "max", "request": -1, "limit": 2, "outside": false},
	"no limit below the maximum": {"rule": "max", "request": 2, "limit": -1, "outside": true},
	"a limit above": {"rule": "max", "request": 2, "limit": 3, "outside": true},
	"a request above": {"rule": "max", "request": 3, "limit": 2, "outside": true},
	"within": {"rule": "maxLimitRequestRatio", "request": 500000000, "limit": 1, "outside": false},
	"too far": {"rule": "maxLimitRequestRatio", "request": 1, "limit": 3, "outside": true},
	"far from nothing": {"rule": "maxLimitRequestRatio", "request": 0, "limit": 3, "outside": true},
	"no limit to compare": {"rule": "maxLimitRequestRatio", "request": 1, "limit": -1, "outside": true},
}

test_bounds[name] if {
	some name, case in bounds
	outside(object.union(case, {"nano": 2})) == case.outside
}

outside(case) if {
	admission.outside(case, case.request, case.limit)
} else := false

test_a_limit_that_is_text_gives_nothing if {
	range.of_namespace("models") == {} with input as sample.stack([limited("x")])
}

test_a_namespace_has_its_own_defaults if {
	theirs := object.union(limited({"type": "Container", "max": {"cpu": 3}}), {"metadata": {"namespace": "other"}})
	found := range.of_namespace("models") with input as sample.stack([
		theirs,
		limited({"type": "Container", "min": {"cpu": 1}}),
	])
	found == {"limits": {}, "requests": {"cpu": 1}}
}
