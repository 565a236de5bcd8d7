# What one pod takes, by the scheduler's and the quota's own arithmetic, in nano-units.
package lib.footprint

import data.lib.inventory
import data.lib.quantity

of_pod(pod, field, resource) := inside(pod, field, resource) + overhead(pod, resource)

# The pod's own figure stands above its containers'; a pod that only names a limit asks for that much.
inside(pod, field, resource) := amount if {
	amounts := pod.resources[field]
	amount := quantity.nano[amounts[resource]]
} else := total(pod, field, resource) if {
	total(pod, field, resource) > 0
} else := quantity.nano[pod.resources.limits[resource]] if {
	field == "requests"
} else := 0

overhead(pod, resource) := amount if {
	amount := quantity.nano[pod.spec.overhead[resource]]
} else := 0

# Init containers run one at a time, each beside the sidecars started before it; the regular ones beside all sidecars.
total(pod, field, resource) := together(inventory.list(pod.spec, "containers"), field, resource) if {
	inventory.list(pod.spec, "initContainers") == []
} else := max(array.concat([running], starting)) if {
	inits := inventory.list(pod.spec, "initContainers")
	regular := together(inventory.list(pod.spec, "containers"), field, resource)
	running := regular + together([init | some init in inits; sidecar(init)], field, resource)
	starting := [amount |
		some index, init in inits
		before := [other | some other in array.slice(inits, 0, index); sidecar(other)]
		amount := together([init], field, resource) + together(before, field, resource)
	]
}

sidecar(container) if container.restartPolicy == "Always"

together(containers, field, resource) := sum([own(container, field, resource) | some container in containers])

# A missing request is the limit, as the API server sets it.
own(container, field, resource) := amount if {
	amounts := container.resources[field]
	amount := quantity.nano[amounts[resource]]
} else := quantity.nano[container.resources.limits[resource]] if {
	field == "requests"
} else := 0
