# What HTTPRoutes and Ingresses answer from outside.
package lib.endpoint

import data.lib.inventory
import data.lib.kinds

all := array.concat(by_route, by_ingress)

# Positions in `all`, by host, path and conditions.
by_address := {address: positions | some address, positions in answering} # never undefined: see scale.by_target

answering[address] contains position if {
	some position, place in all
	address := json.marshal([place.host, place.path, place.conditions])
}

# Each host of a route with each match of its rules that have backends; a rule without matches is for every path.
by_route := [place |
	some route in kinds.objects.HTTPRoute
	some index, host in inventory.list(route.spec, "hostnames")
	some rule in inventory.list(route.spec, "rules")
	inventory.list(rule, "backendRefs") != []
	some match in matches(rule)
	path := inventory.mapping(match, "path")
	place := {
		"object": route,
		"at": ["spec", "hostnames", index],
		"host": host,
		"path": inventory.optional(path, "value", "/"),
		"conditions": [inventory.optional(path, "type", "PathPrefix"), object.remove(match, ["path"])],
	}
]

matches(rule) := found if {
	found := inventory.list(rule, "matches")
	found != []
} else := [{}]

by_ingress := [place |
	some ingress in kinds.objects.Ingress
	some index, rule in inventory.list(ingress.spec, "rules")
	some entry in inventory.list(inventory.mapping(rule, "http"), "paths")
	place := {
		"object": ingress,
		"at": ["spec", "rules", index],
		"host": inventory.optional(rule, "host", "*"),
		"path": inventory.optional(entry, "path", "/"),
		"conditions": [types[inventory.optional(entry, "pathType", "Prefix")], {}],
	}
]

# How a route calls what an Ingress calls otherwise.
types := {"Exact": "Exact", "ImplementationSpecific": "PathPrefix", "Prefix": "PathPrefix"}
