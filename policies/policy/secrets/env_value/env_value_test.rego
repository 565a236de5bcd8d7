package policy.secrets.env_value_test

import data.lib.sample_test as sample
import data.policy.secrets.env_value

cases := {
	"none": {"objects": [sample.serving({})], "denied": set()},
	"another name": {"objects": [sample.serving({"env": [{"name": "TOKENIZER", "value": "x"}]})], "denied": set()},
	"from a secret": {
		"objects": [
			sample.serving({"env": [{"name": "API_KEY", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}}]}),
		],
		"denied": set(),
	},
	"empty": {"objects": [sample.serving({"env": [{"name": "API_KEY", "value": ""}]})], "denied": set()},
	"no text": {"objects": [sample.serving({"env": [{"name": 5, "value": "x"}]})], "denied": set()},
	"a token": {
		"objects": [sample.serving({"env": [{"name": "A", "value": "x"}, {"name": "hf_token", "value": "x"}]})],
		"denied": {sample.in_container("/env/1/value", {"variable": "hf_token"})},
	},
	"a number": {
		"objects": [sample.serving({"env": [{"name": "DB_PASSWORD", "value": 5}]})],
		"denied": {sample.in_container("/env/0/value", {"variable": "DB_PASSWORD"})},
	},
}

test_cases[name] if {
	some name, case in cases
	env_value.deny == case.denied with input as sample.stack(case.objects)
}
