# What admission makes of the amounts that containers state, and whether a LimitRange lets them in. Apart from lib.range,
# because the embedded engine answers these functions with nothing once it has worked out rules of the same package.
package lib.admission

import data.lib.inventory
import data.lib.quantity

# What a container takes once it is admitted, -1 if nothing says: its own figure; a request that is not stated is the
# limit that is, for the API server sets that before the LimitRange is asked. What is malformed is nothing.
admitted(given, block, field, resource) := taken if {
	taken := stated(block, field, resource)
} else := -1 if {
	resource in object.keys(inventory.mapping(block, field))
} else := taken if {
	taken := stated(block, "limits", resource)
} else := taken if {
	taken := stated(given, field, resource)
} else := -1

stated(block, field, resource) := taken if {
	amounts := block[field]
	taken := quantity.nano[amounts[resource]]
}

# Whether amounts, -1 where there is none, are outside a bound.
outside(bound, request, limit) if {
	bound.rule == "min"
	not at_least(request, limit, bound)
}

outside(bound, request, limit) if {
	bound.rule == "max"
	not at_most(request, limit, bound)
}

outside(bound, request, limit) if {
	bound.rule == "maxLimitRequestRatio"
	not within(request, limit, bound)
}

at_least(request, limit, bound) if {
	request >= bound.nano
	not below(limit, bound)
}

below(amount, bound) if {
	amount != -1
	amount < bound.nano
}

at_most(request, limit, bound) if {
	limit != -1
	limit <= bound.nano
	request <= bound.nano
}

within(request, limit, bound) if {
	not limit in {-1, 0}
	limit * 1000000000 <= request * bound.nano
}
