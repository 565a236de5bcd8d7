# What is given besides the objects: the stack, the clock and the policies' own data. Exports bring another module in
# place of this one, so nothing else may read data.config, data.rules, data.waivers or these parts of the input.
package lib.given

# A front end that hands over bare objects (conftest) may say it in data. A bare object can't say it of itself.
context := input.context if {
	not bare
	is_object(input.context)
} else := data.context if {
	is_object(data.context)
} else := {"environment": "prod"}

# No clock means that no waiver counts.
now_ns := input.now_ns if {
	not bare
	is_number(input.now_ns)
} else := data.clock.now_ns if is_number(data.clock.now_ns)

bare if is_string(input.kind)

config := data.config

rules := data.rules

waivers := data.waivers
