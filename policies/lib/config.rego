# Every threshold and allow-list, from data.config: the environment's value, or else the default.
package lib.config

import data.lib.given

value(key) := found if {
	found := given.config.environments[given.context.environment][key]
} else := given.config.defaults[key]
