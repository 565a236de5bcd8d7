# Every threshold and allow-list, from data.config: the environment's value, or else the default.
package lib.config

value(key) := found if {
	found := data.config.environments[input.context.environment][key]
} else := data.config.defaults[key]
