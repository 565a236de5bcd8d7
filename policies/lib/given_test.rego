package lib.given_test

import data.lib.given

prod := {"environment": "prod"}

dev := {"environment": "dev"}

cases := {
	"an envelope": {"input": {"objects": [], "context": dev, "now_ns": 5}, "context": dev, "clock": {5}},
	"an envelope without": {"input": {"objects": []}, "context": prod, "clock": set()},
	"an envelope of another shape": {"input": {"context": "dev", "now_ns": null}, "context": prod, "clock": set()},
	"a bare object that says it of itself": {
		"input": {"kind": "Pod", "context": dev, "now_ns": 5},
		"context": prod,
		"clock": set(),
	},
	"an array": {"input": [{"path": "a.yaml", "contents": []}], "context": prod, "clock": set()},
}

test_of_the_input[name] if {
	some name, case in cases
	context := given.context with input as case.input
	clock := {now | now := given.now_ns} with input as case.input
	[context, clock] == [case.context, case.clock]
}

test_of_the_data if {
	context := given.context with input as {"kind": "Pod"} with data.context as dev
	clock := given.now_ns with input as {"kind": "Pod"} with data.clock as {"now_ns": 7}
	[context, clock] == [dev, 7]
}

test_the_input_comes_first if {
	given.now_ns == 5 with input as {"now_ns": 5} with data.clock as {"now_ns": 7}
}

test_a_context_that_is_text_is_none if {
	given.context == prod with input as {"kind": "Pod"} with data.context as "dev"
}
