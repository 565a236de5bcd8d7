package lib.severity_test

import data.lib.severity

rules := {
	"a.error": {"severity": "error"},
	"a.warning": {"severity": "warning", "effective_on": "2030-01-01"},
	"a.later": {"severity": "error", "effective_on": "1970-01-02"},
	"a.hint": {"severity": "info", "effective_on": "1970-01-02"},
	"a.never": {"severity": "error", "effective_on": "1970-02-30"},
	"a.wrong": {"severity": "grave"},
}

day := ((24 * 60) * 60) * 1000000000

cases := {
	"an error": {"code": "a.error", "now_ns": 0, "severity": "error"},
	"a warning": {"code": "a.warning", "now_ns": 0, "severity": "warning"},
	"before its day": {"code": "a.later", "now_ns": day - 1, "severity": "warning"},
	"before its day, and no error": {"code": "a.hint", "now_ns": day - 1, "severity": "info"},
	"on its day": {"code": "a.later", "now_ns": day, "severity": "error"},
	"without a clock": {"code": "a.later", "now_ns": null, "severity": "error"},
	"a day that is none": {"code": "a.never", "now_ns": 0, "severity": "error"},
	"a severity that is none": {"code": "a.wrong", "now_ns": 0, "severity": "error"},
	"an unknown rule": {"code": "a.unknown", "now_ns": 0, "severity": "error"},
}

test_cases[name] if {
	some name, case in cases
	found := severity.of(case.code) with data.rules as rules with input as {"now_ns": case.now_ns}
	found == case.severity
}
