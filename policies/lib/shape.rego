# Which parts of a pod and its containers are not of the type that rules, and the API server, rely on.
package lib.shape

import data.lib.inventory

pod_shapes := {
	"containers": "a list of mappings",
	"initContainers": "a list of mappings",
	"ephemeralContainers": "a list of mappings",
	"volumes": "a list of mappings",
	"securityContext": "a mapping",
	"resources": "a mapping",
	"overhead": "a mapping",
}

container_shapes := {
	"ports": "a list of mappings",
	"env": "a list of mappings",
	"securityContext": "a mapping",
	"resources": "a mapping",
	"startupProbe": "a mapping",
	"livenessProbe": "a mapping",
	"readinessProbe": "a mapping",
}

pod_flaws(spec) := array.concat(flaws(spec, pod_shapes), array.concat(lacking(spec), parts(spec, "resources")))

container_flaws(spec) := array.concat(
	flaws(spec, container_shapes),
	array.concat(nameless(spec), parts(spec, "resources")),
)

flaws(spec, shapes) := [flaw |
	some field, value in spec
	value != null
	expected := shapes[field]
	not fits(value, expected)
	flaw := {"path": [field], "args": {"field": field, "expected": expected}}
]

fits(value, expected) if {
	expected == "a mapping"
	is_object(value)
}

fits(value, expected) if {
	expected == "a list of mappings"
	is_array(value)
	every part in value {
		is_object(part)
	}
}

lacking(spec) := [] if {
	inventory.optional(spec, "containers", []) != []
} else := [{"path": ["containers"], "args": {"field": "containers", "expected": "a list of mappings"}}]

nameless(spec) := [] if {
	is_string(spec.name)
	spec.name != ""
} else := [{"path": ["name"], "args": {"field": "name", "expected": "text"}}]

parts(spec, field) := [flaw |
	some key in ["requests", "limits"]
	value := inventory.mapping(spec, field)[key]
	value != null
	not is_object(value)
	flaw := {"path": [field, key], "args": {"field": concat(".", [field, key]), "expected": "a mapping"}}
]
