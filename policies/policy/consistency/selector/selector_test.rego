package policy.consistency.selector_test

import data.lib.sample_test as sample
import data.policy.consistency.selector

cases := {
	"its own": {"objects": [sample.serving({})], "denied": set()},
	"by expression": {"objects": [sample.of_pods("Deployment", {"selector": {"matchLabels": null, "matchExpressions": [{}]}}, {})], "denied": set()},
	"another value": {"objects": [sample.of_pods("Deployment", {"selector": {"matchLabels": {"app": "other"}}}, {})], "denied": {sample.of(sample.serving({}), "/spec/selector/matchLabels", {"label": "app=other"})}},
	"another label": {"objects": [sample.of_pods("Deployment", {"selector": {"matchLabels": {"tier": "web"}}}, {})], "denied": {sample.of(sample.serving({}), "/spec/selector/matchLabels", {"label": "tier=web"})}},
	"a number": {"objects": [sample.of_pods("Deployment", {"selector": {"matchLabels": {"tier": 5}}}, {})], "denied": {sample.of(sample.serving({}), "/spec/selector/matchLabels", {"label": "tier="})}},
	"none": {"objects": [sample.of_pods("Deployment", {"selector": null}, {})], "denied": {sample.of(sample.serving({}), "/spec/selector/matchLabels", {"label": "any label="})}},
	"nothing in it": {"objects": [sample.of_pods("Deployment", {"selector": {"matchLabels": null}}, {})], "denied": {sample.of(sample.serving({}), "/spec/selector/matchLabels", {"label": "any label="})}},
	"a job has none": {"objects": [sample.of_pods("Job", {"selector": {"matchLabels": {"app": "other"}}}, {})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	selector.deny == case.denied with input as sample.stack(case.objects)
}
