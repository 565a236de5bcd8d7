# Which parts of a pod and its containers are not of the type that rules, and the API server, rely on.
package lib.shape

import data.lib.inventory

pod_flaws(pod) := array.concat(
	flaws(
		pod.spec,
		["securityContext", "resources", "overhead"],
		["containers", "initContainers", "ephemeralContainers", "volumes"],
	),
	array.concat(lacking(pod.spec), amounts(pod)),
)

container_flaws(container) := array.concat(
	flaws(
		container.spec,
		["securityContext", "resources"],
		["ports", "env"],
	),
	array.concat(nameless(container.spec), amounts(container)),
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

amounts(owner) := found if {
	found := bent[owner.resources]
} else := []

bent := {block: found |
	some block in inventory.blocks
	found := [flaw(["resources", field], "a mapping") |
		some field in ["requests", "limits"]
		value := block[field]
		value != null
		not is_object(value)
	]
	found != []
}

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
