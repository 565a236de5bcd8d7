package conftest_test

import data.lib.sample_test as sample
import data.main
import data.main_test as small

one := "a.one: Pod n/p: one"

two := "b.two: Pod n/p: two 1"

not_asked := {
	"not evaluated for lack of its Namespace: models a.one",
	"not evaluated for lack of its Namespace: models b.three",
}

pod := sample.serving({})

cases := {
	"one object answers for itself": {"input": pod, "data": {}, "deny": {two}, "warn": set()},
	"many answer for all": {
		"input": [{"path": "pod.yaml", "contents": pod}],
		"data": {},
		"deny": {two},
		"warn": ({one} | not_asked),
	},
	"an envelope too": {"input": {"objects": [pod]}, "data": {}, "deny": {two}, "warn": {one}},
	"a waiver counts where there is a clock": {
		"input": pod,
		"data": {"clock": {"now_ns": 1795219200000000000}},
		"deny": set(),
		"warn": {concat(" ", ["waived by used", two])},
	},
	"a warning is waived": {
		"input": {"objects": [pod]},
		"data": {
			"clock": {"now_ns": 1795219200000000000},
			"waivers": {"reviewed": object.union(small.waiver, {"code": "a.one", "container": null})},
		},
		"deny": {two},
		"warn": {concat(" ", ["waived by reviewed", one])},
	},
	"no data": {
		"input": pod,
		"data": {"rules": {}},
		"deny": {
			"there are no rules or no data: conftest test --policy policies --data policies FILE",
			"this rule ran without an annotation: a.one",
			"this rule ran without an annotation: b.three",
			"this rule ran without an annotation: b.two",
		},
		"warn": set(),
	},
	"no rules": {
		"input": pod,
		"data": {"policy": {}},
		"deny": {
			"there are no rules or no data: conftest test --policy policies --data policies FILE",
			"this rule did not run: a.one",
			"this rule did not run: b.three",
			"this rule did not run: b.two",
		},
		"warn": set(),
	},
	"no threshold": {
		"input": pod,
		"data": {"config": {"defaults": {}}},
		"deny": {two, "data.config lacks known for b.two"},
		"warn": set(),
	},
}

whole := {
	"rules": small.annotated,
	"policy": small.rules,
	"config": small.config,
	"clock": {},
	"waivers": small.waivers,
}

test_cases[name] if {
	some name, case in cases
	overridden := object.union({"clock": {}}, case.data)
	loaded := {key: value | some key, given in whole; value := object.get(overridden, key, given)}
	found := messages with input as case.input
		with data.rules as loaded.rules
		with data.policy as loaded.policy
		with data.config as loaded.config
		with data.clock as loaded.clock
		with data.waivers as loaded.waivers
	found == {"deny": case.deny, "warn": case.warn}
}

messages := {"deny": {denial.msg | some denial in main.deny}, "warn": {warning.msg | some warning in main.warn}}
