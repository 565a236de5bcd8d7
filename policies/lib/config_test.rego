package lib.config_test

import data.lib.config

settings := {"defaults": {"a": 1, "b": 2, "c": true}, "environments": {"dev": {"a": 3, "c": false}}}

cases := {
	"the environment's own": {"environment": "dev", "key": "a", "value": 3},
	"false is a value": {"environment": "dev", "key": "c", "value": false},
	"the default": {"environment": "dev", "key": "b", "value": 2},
	"an unknown environment": {"environment": "qa", "key": "a", "value": 1},
	"no environment": {"environment": null, "key": "a", "value": 1},
}

test_value[name] if {
	some name, case in cases
	found := config.value(case.key) with data.config as settings
		with input.context as {"environment": case.environment}
	found == case.value
}

test_known_key_is_defined if known("a") with data.config as settings with input as {}

test_unknown_key_is_undefined if not known("z") with data.config as settings with input as {}

known(key) if config.value(key)
