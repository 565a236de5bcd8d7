# The LimitRanges of each namespace: what they give to its pods, and what they ask of them.
package lib.range

import data.lib.inventory
import data.lib.kinds
import data.lib.quantity

items := [{"object": range, "namespace": inventory.namespace(range), "index": index, "limit": limit} |
	some range in kinds.objects.LimitRange
	range.apiVersion == "v1"
	some index, limit in inventory.list(inventory.mapping(range, "spec"), "limits")
	is_object(limit)
]

# What a container gets that states nothing. A LimitRange itself is defaulted first: limits to the maximum, requests to
# the limit or else to the minimum.
defaults := {namespace: given |
	some namespace in {item.namespace | some item in items}
	own := [item.limit | some item in items; item.namespace == namespace; item.limit.type == "Container"]
	given := {
		"limits": object.union_n([default_limits(limit) | some limit in own]),
		"requests": object.union_n([default_requests(limit) | some limit in own]),
	}
}

default_limits(limit) := object.union(inventory.mapping(limit, "max"), inventory.mapping(limit, "default"))

default_requests(limit) := object.union(
	inventory.mapping(limit, "min"),
	object.union(default_limits(limit), inventory.mapping(limit, "defaultRequest")),
)

of_namespace(name) := given if {
	given := defaults[name]
} else := {}

# Each thing that a LimitRange asks, one by one.
bounds := [bound |
	some item in items
	some ask in ["min", "max", "maxLimitRequestRatio"]
	some resource, value in inventory.mapping(item.limit, ask)
	bound := {
		"namespace": item.namespace,
		"range": item.object.metadata.name,
		"type": item.limit.type,
		"rule": ask,
		"resource": resource,
		"value": value,
		"nano": quantity.nano[value],
	}
]

bounds_of(type, namespace) := [bound |
	some bound in bounds
	bound.type == type
	bound.namespace == namespace
]
