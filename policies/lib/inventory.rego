# One normalised view of the input, computed once. Rules iterate over these arrays and never over raw kinds.
package lib.inventory

# What the front end handed over: a bare object (conftest), Slipway's envelope, [{path, contents}] (conftest --combine)
# or an admission review (Gatekeeper). Whatever has a kind is an object, so no field of an object can hide it.
documents := [input] if {
	is_string(input.kind)
} else := input.objects if {
	is_array(input.objects)
} else := [document | some file in input; some document in contents(file)] if {
	is_array(input)
} else := [input.review.object] if {
	is_object(input.review.object)
} else := [input]

contents(file) := file.contents if {
	is_array(file.contents)
} else := [file.contents] if {
	is_object(file.contents)
} else := [file]

# Lists are opened two levels deep; a deeper one has no name, so hygiene.malformed_object reports it.
objects := [object |
	some document in documents
	some outer in items(document)
	some object in items(outer)
	object != null
]

items(document) := document.items if {
	is_array(document.items)
	is_string(document.kind)
	endswith(document.kind, "List")
} else := [document]

# Where a kind keeps its pod: kind, then API group.
pod_paths := {
	"Pod": {"": ["spec"]},
	"PodTemplate": {"": ["template", "spec"]},
	"ReplicationController": {"": ["spec", "template", "spec"]},
	"Deployment": {"apps": ["spec", "template", "spec"]},
	"StatefulSet": {"apps": ["spec", "template", "spec"]},
	"DaemonSet": {"apps": ["spec", "template", "spec"]},
	"ReplicaSet": {"apps": ["spec", "template", "spec"]},
	"Job": {"batch": ["spec", "template", "spec"]},
	"CronJob": {"batch": ["spec", "jobTemplate", "spec", "template", "spec"]},
}

pod_path(object) := path if {
	by_group := pod_paths[object.kind]
	path := by_group[group(object)]
}

group(object) := parts[0] if {
	parts := split(object.apiVersion, "/")
	count(parts) == 2
} else := "" if is_string(object.apiVersion)

# Every pod an object holds. One whose spec is no mapping is left out: hygiene.malformed_workload reports it.
pods := [pod |
	some object in objects
	path := pod_path(object)
	spec := at(object, path)
	is_object(spec)
	pod := {
		"object": object,
		"kind": object.kind,
		"namespace": namespace(object),
		"path": path,
		"spec": spec,
		"security": mapping(spec, "securityContext"),
		"resources": mapping(spec, "resources"),
	}
]

# Every container of every pod: regular, init and ephemeral.
containers := [container |
	some pod in pods
	some field in ["containers", "initContainers", "ephemeralContainers"]
	some index, spec in list(pod.spec, field)
	is_object(spec)
	container := {
		"pod": pod,
		"field": field,
		"index": index,
		"spec": spec,
		"security": mapping(spec, "securityContext"),
		"resources": mapping(spec, "resources"),
	}
]

# Every claim to a persistent volume: an object of its own, or a template that each pod of a StatefulSet multiplies.
claims := array.concat(
	[claim |
		some index in of_kind.PersistentVolumeClaim
		object := objects[index]
		claim := {"object": object, "path": ["spec"], "spec": mapping(object, "spec")}
	],
	[claim |
		some position, pod in pods
		pod.kind == "StatefulSet"
		some index, template in list(pod.object.spec, "volumeClaimTemplates")
		claim := {
			"object": pod.object,
			"pod": position,
			"path": ["spec", "volumeClaimTemplates", index, "spec"],
			"spec": mapping(template, "spec"),
		}
	],
)

# The value at a path of up to five keys, undefined where there is none. object.get would be a builtin error on a string.
at(value, path) := value[path[0]] if count(path) == 1

at(value, path) := value[path[0]][path[1]] if count(path) == 2

at(value, path) := value[path[0]][path[1]][path[2]] if count(path) == 3

at(value, path) := value[path[0]][path[1]][path[2]][path[3]][path[4]] if count(path) == 5

mapping(parent, key) := parent[key] if {
	is_object(parent[key])
} else := {}

list(parent, key) := parent[key] if {
	is_array(parent[key])
} else := []

# A field that is null is a field that is not there, as for the API server.
optional(parent, key, fallback) := parent[key] if {
	parent[key] != null
} else := fallback

namespace(object) := object.metadata.namespace if {
	is_string(object.metadata.namespace)
} else := ""

# Positions in `objects`, by kind. As a whole, for OPA works out a partial object anew for each key it is asked for.
of_kind := positions

positions[kind] contains index if {
	some index, object in objects
	kind := object.kind
	is_string(kind)
}

namespaces contains name if {
	some index in of_kind.Namespace
	objects[index].apiVersion == "v1"
	name := objects[index].metadata.name
}

# Positions in `pods`, by namespace.
workloads := members

members[pod.namespace] contains index if some index, pod in pods

# Namespaces of the input that hold workloads: what the rules of scope `namespace` judge.
tenants contains name if {
	some name, _ in workloads
	name in namespaces
}

# Namespaces that hold something but are not in the input themselves, so nobody can tell what else they hold.
incomplete_namespaces contains name if {
	some object in objects
	name := object.metadata.namespace
	is_string(name)
	not known(name)
}

incomplete_namespaces contains "" if workloads[""]

known(name) if name in namespaces
