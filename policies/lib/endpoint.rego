# What HTTPRoutes, GRPCRoutes and Ingresses answer from outside.
package lib.endpoint

import data.lib.inventory
import data.lib.kinds

all := array.concat(by_route, by_ingress)

# Positions in `all`, by way in, host, path and conditions.
by_address := {address: positions | some address, positions in answering} # never undefined: see scale.by_target

answering[address] contains position if {
	some position, place in all
	some way in place.ways
	address := json.marshal([way, place.host, place.path, place.conditions])
}

# Each host of a route with each match of its rules that have backends; a rule without matches is for every path.
by_route := [place |
	some kind in ["GRPCRoute", "HTTPRoute"]
	some route in kinds.objects[kind]
	some index, host in inventory.list(route.spec, "hostnames")
	some rule in inventory.list(route.spec, "rules")
	inventory.list(rule, "backendRefs") != []
	some match in matches(rule)
	[path, conditions] := asked(kind, match)
	place := {
		"object": route,
		"at": ["spec", "hostnames", index],
		"ways": parents(route),
		"host": host,
		"path": path,
		"conditions": conditions,
	}
]

# The Gateways through which a route's requests come: routes that share none never meet.
parents(route) := {way |
	some parent in inventory.list(route.spec, "parentRefs")
	way := [
		inventory.optional(parent, "kind", "Gateway"),
		inventory.optional(parent, "namespace", inventory.namespace(route)),
		inventory.optional(parent, "name", ""),
	]
}

matches(rule) := found if {
	found := inventory.list(rule, "matches")
	found != []
} else := [{}]

# The path of a match, and everything else that it asks of a request. A gRPC method is a path of two parts.
asked("HTTPRoute", match) := [inventory.optional(path, "value", "/"), conditions] if {
	path := inventory.mapping(match, "path")
	conditions := [inventory.optional(path, "type", "PathPrefix"), object.remove(match, ["path"])]
}

asked("GRPCRoute", match) := [concat("/", ["", service, name]), conditions] if {
	method := inventory.mapping(match, "method")
	service := inventory.optional(method, "service", "*")
	name := inventory.optional(method, "method", "*")
	conditions := [inventory.optional(method, "type", "Exact"), object.remove(match, ["method"])]
}

by_ingress := [place |
	some ingress in kinds.objects.Ingress
	some index, rule in inventory.list(ingress.spec, "rules")
	some entry in inventory.list(inventory.mapping(rule, "http"), "paths")
	place := {
		"object": ingress,
		"at": ["spec", "rules", index],
		"ways": {["Ingress", class(ingress)]},
		"host": inventory.optional(rule, "host", "*"),
		"path": inventory.optional(entry, "path", "/"),
		"conditions": [types[inventory.optional(entry, "pathType", "Prefix")], {}],
	}
]

# Controllers take one that is their own affair for the beginning of a path.
types := {"Exact": "Exact", "ImplementationSpecific": "Prefix", "Prefix": "Prefix"}

# The class whose controller answers; the annotation is older than the field, and some controllers know only it.
class(ingress) := inventory.optional(ingress.spec, "ingressClassName", annotated) if {
	annotations := inventory.mapping(ingress.metadata, "annotations")
	annotated := inventory.optional(annotations, "kubernetes.io/ingress.class", "")
}
