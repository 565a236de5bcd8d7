# Where routes and Ingresses send requests and copies of them, and which ports Services offer.
package lib.backend

import data.lib.inventory
import data.lib.kinds
import data.lib.reference

all := array.concat(
	[found |
		some kind in ["GRPCRoute", "HTTPRoute"]
		some route in kinds.objects[kind]
		some index, rule in inventory.list(route.spec, "rules")
		some [at, entry] in entries(rule)
		inventory.optional(entry, "kind", "Service") == "Service"
		found := {
			"object": route,
			"path": array.concat(["spec", "rules", index], at),
			"namespace": inventory.optional(entry, "namespace", inventory.namespace(route)),
			"name": entry.name,
			"port": inventory.optional(entry, "port", null),
		}
	],
	[found |
		some ingress in kinds.objects.Ingress
		some index, rule in inventory.list(ingress.spec, "rules")
		some place, entry in inventory.list(inventory.mapping(rule, "http"), "paths")
		service := entry.backend.service
		port := inventory.mapping(service, "port")
		found := {
			"object": ingress,
			"path": ["spec", "rules", index, "http", "paths", place, "backend", "service"],
			"namespace": inventory.namespace(ingress),
			"name": service.name,
			"port": inventory.optional(port, "name", inventory.optional(port, "number", null)),
		}
	],
)

# What a rule names, and where: its backends, and the one that gets copies.
entries(rule) := array.concat(
	[[["backendRefs", place], entry] | some place, entry in inventory.list(rule, "backendRefs")],
	[[["filters", place, "requestMirror", "backendRef"], filter.requestMirror.backendRef] |
		some place, filter in inventory.list(rule, "filters")
	],
)

offers(key) if key in offered

# Ports of Services, by number and by name.
offered := {key |
	some service in kinds.objects.Service
	some port in inventory.list(service.spec, "ports")
	some field in ["port", "name"]
	key := reference.place(port[field], service.metadata.namespace, service.metadata.name)
}
