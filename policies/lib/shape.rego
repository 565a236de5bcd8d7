# Which parts of a pod and its containers are not of the type that rules, and the API server, rely on.
package lib.shape

import data.lib.inventory

pod_flaws(spec) := array.concat(
	flaws(
		spec,
		["securityContext", "resources", "overhead"],
		["containers", "initContainers", "ephemeralContainers", "volumes"],
	),
	array.concat(lacking(spec), amounts(spec)),
)

container_flaws(spec) := array.concat(
	flaws(
		spec,
		["securityContext", "resources", "startupProbe", "livenessProbe", "readinessProbe"],
		["ports", "env"],
	),
	array.concat(nameless(spec), amounts(spec)),
)

flaws(spec, mappings, lists) := array.concat(
	[flaw([field], "a mapping") |
		some field in mappings
		value := spec[field]
		value != null
		not is_object(value)
	],
	[flaw([field], "a list of mappings") |
		some field in lists
		value := spec[field]
		value != null
		not records(value)
	],
)

amounts(spec) := [flaw(["resources", field], "a mapping") |
	some field in ["requests", "limits"]
	value := spec.resources[field]
	value != null
	not is_object(value)
]

lacking(spec) := [] if {
	inventory.optional(spec, "containers", []) != []
} else := [flaw(["containers"], "a list of mappings")]

nameless(spec) := [] if {
	is_string(spec.name)
	spec.name != ""
} else := [flaw(["name"], "text")]

records(value) if {
	is_array(value)
	every part in value {
		is_object(part)
	}
}

flaw(path, expected) := {"path": path, "args": {"field": concat(".", path), "expected": expected}}
