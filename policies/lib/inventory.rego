# One normalised view of the input, computed once. Rules iterate over these arrays and never over raw kinds.
package lib.inventory

import data.lib.document
import data.lib.kinds

objects := document.objects

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

# The types of kinds.typed that keep one, and where.
pod_types := {type: path |
	some type, _ in kinds.typed
	[version, kind] := json.unmarshal(type)
	by_group := pod_paths[kind]
	path := by_group[group_of(version)]
}

# In the order of the input.
holders := {position: path | some type, path in pod_types; some position in kinds.typed[type]}

group(object) := group_of(object.apiVersion)

group_of(version) := before if {
	is_string(version)
	parts := split(version, "/")
	count(parts) == 2
	before := parts[0]
} else := "" if is_string(version)

# Every pod an object holds. One whose spec is no mapping is left out: hygiene.malformed_workload reports it.
pods := [pod |
	some position, path in holders
	object := objects[position]
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

# Each distinct resources block: most containers share one of few, and rules look at each only once.
blocks contains owner.resources if some owner in array.concat(containers, pods)

# Every claim to a persistent volume: an object of its own, or a template that each pod of a StatefulSet multiplies.
claims := array.concat(
	[claim |
		some object in kinds.objects.PersistentVolumeClaim
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

# The value at a path, undefined where there is none: object.get refuses to look into a string. In steps, because the
# embedded engine takes ten times as long over two variable keys in one reference.
at(value, path) := value[path[0]] if count(path) == 1

at(value, path) := at_two(value, path) if count(path) == 2

at(value, path) := inner[path[2]] if {
	count(path) == 3
	inner := at_two(value, path)
}

at(value, path) := at_two(inner, array.slice(path, 2, 4)) if {
	count(path) == 4
	inner := at_two(value, path)
}

at(value, path) := at_two(inner, array.slice(path, 3, 5)) if {
	count(path) == 5
	outer := at_two(value, path)
	inner := outer[path[2]]
}

at_two(value, path) := inner[path[1]] if inner := value[path[0]]

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

namespaces contains name if {
	some object in kinds.objects.Namespace
	object.apiVersion == "v1"
	name := object.metadata.name
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
	some name in mentioned
	not known(name)
}

mentioned contains name if {
	some object in objects
	name := object.metadata.namespace
	is_string(name)
}

incomplete_namespaces contains "" if workloads[""]

known(name) if name in namespaces
