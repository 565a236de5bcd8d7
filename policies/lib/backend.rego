# Where HTTPRoutes and Ingresses send requests, and which ports Services offer.
package lib.backend

import data.lib.inventory
import data.lib.kinds
import data.lib.reference

all := array.concat(
	[found |
		some route in kinds.objects.HTTPRoute
		some index, rule in inventory.list(route.spec, "rules")
		some place, entry in inventory.list(rule, "backendRefs")
		inventory.optional(entry, "kind", "Service") == "Service"
		found := {
			"object": route,
			"path": ["spec", "rules", index, "backendRefs", place],
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

offers(key) if key in offered

# Ports of Services, by number and by name.
offered := {key |
	some service in kinds.objects.Service
	some port in inventory.list(service.spec, "ports")
	some field in ["port", "name"]
	key := reference.place(port[field], service.metadata.namespace, service.metadata.name)
}
