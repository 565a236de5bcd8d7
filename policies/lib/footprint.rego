# What one pod takes, by the scheduler's and the quota's own arithmetic, in nano-units. Functions only: beside rules of
# the same package the embedded engine answers them as if quantity.nano were empty.
package lib.footprint

import data.lib.admission
import data.lib.inventory
import data.lib.quantity
import data.lib.range

# All of a pod that decides what it takes. Most pods share one of few shapes, and each is only worked out once.
shape(pod) := {
	"pod": pod.resources,
	"overhead": inventory.mapping(pod.spec, "overhead"),
	"defaults": range.of_namespace(pod.namespace),
	"containers": [block |
		some container in inventory.list(pod.spec, "containers")
		block := inventory.mapping(container, "resources")
	],
	"inits": [init |
		some container in inventory.list(pod.spec, "initContainers")
		init := {
			"resources": inventory.mapping(container, "resources"),
			"restarts": inventory.optional(container, "restartPolicy", ""),
		}
	],
}

of_shape(pod, field, resource) := inside(pod, field, resource) + overhead(pod, resource)

# The pod's own figure stands above its containers'; a pod that only names a limit asks for that much.
inside(pod, field, resource) := amount if {
	amounts := pod.pod[field]
	amount := quantity.nano[amounts[resource]]
} else := amount if {
	amount := total(pod, field, resource)
	amount > 0
} else := amount if {
	field == "requests"
	amount := quantity.nano[pod.pod.limits[resource]]
} else := 0

overhead(pod, resource) := amount if {
	amount := quantity.nano[pod.overhead[resource]]
} else := 0

# Init containers run one at a time, each beside the sidecars started before it; the regular ones beside all sidecars.
total(pod, field, resource) := max(array.concat([running], starting)) if {
	given := pod.defaults
	beside := together(given, sidecars(pod.inits), field, resource)
	running := together(given, pod.containers, field, resource) + beside
	starting := [amount |
		some index, init in pod.inits
		before := sidecars(array.slice(pod.inits, 0, index))
		amount := own(given, init.resources, field, resource) + together(given, before, field, resource)
	]
}

sidecars(inits) := [init.resources | some init in inits; init.restarts == "Always"]

together(given, blocks, field, resource) := sum([own(given, block, field, resource) | some block in blocks])

own(given, block, field, resource) := amount if {
	amount := admission.admitted(given, block, field, resource)
	amount > 0
} else := 0
