package policy.secrets.token_test

import data.lib.sample_test as sample
import data.policy.secrets.token

# In two parts, so that nobody who scans this repository for tokens finds one.
hub_token := concat("", ["hf_", concat("", ["a" | some _ in numbers.range(1, 34)])])

config_map(content) := sample.namespaced("v1", "ConfigMap", "iris", {"data": content})

cases := {
	"none": {"objects": [sample.serving({"env": [{"name": "A", "value": "b"}], "args": ["c"]}), config_map({"d": "e"})], "denied": set()},
	"a variable": {"objects": [sample.serving({"env": [{"name": "A", "value": "b"}, {"name": "HUB", "value": hub_token}]})], "denied": {sample.in_container("/env/1/value", {"field": "HUB"})}},
	"an argument": {"objects": [sample.serving({"args": ["a", concat("=", ["--hub", hub_token])]})], "denied": {sample.in_container("/args/1", {"field": "args"})}},
	"a command": {"objects": [sample.serving({"command": [hub_token]})], "denied": {sample.in_container("/command/0", {"field": "command"})}},
	"a ConfigMap": {"objects": [config_map({"a": "b", "server.json": concat("", ["{\"token\": \"", hub_token, "\"}"])})], "denied": {sample.of(config_map({}), "/data/server.json", {"field": "server.json"})}},
	"no text": {"objects": [sample.serving({"env": [{"name": "A", "value": 5}], "args": [5]}), config_map({"d": 5}), config_map(null)], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	token.deny == case.denied with input as sample.stack(case.objects)
}

# A text of each shape, in pieces.
shapes := {
	"AWS": ["AKIA", "ABCDEFGHIJKLMNOP"],
	"GitHub": ["ghp_", "abcdefghijklmnopqrstuvwxyz0123456789"],
	"GitLab": ["glpat-", "abcdefghijklmnopqrst"],
	"Google": ["AIza", "abcdefghijklmnopqrstuvwxyz012345678"],
	"OpenAI": ["sk-", "abcdefghijklmnopqrstuvwxyz0123456789"],
	"Slack": ["xoxb-", "1234567890-abcdef"],
	"a JSON web token": ["eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
	"a private key": ["-----BEGIN RSA ", "PRIVATE KEY-----"],
	"a password in an address": ["https://user:", "hunter2@example.com/"],
}

test_shape[name] if {
	some name, parts in shapes
	denied := token.deny with input as sample.stack([config_map({"key": concat("", parts)})])
	count(denied) == 1
}
