# What objects refer to by name, and whether it is there.
package lib.reference

import data.lib.inventory
import data.lib.selector

# The kinds that others refer to, by API group.
groups := {
	"ConfigMap": "",
	"Deployment": "apps",
	"PersistentVolumeClaim": "",
	"ReplicaSet": "apps",
	"ReplicationController": "",
	"Secret": "",
	"Service": "",
	"ServiceAccount": "",
	"StatefulSet": "apps",
}

present := {place(kind, inventory.namespace(object), object.metadata.name) |
	some kind, group in groups
	some object in inventory.of_kind[kind]
	inventory.group(object) == group
}

place(kind, namespace, name) := json.marshal([kind, namespace, name])

# Positions in inventory.pods behind each Service with a selector.
backing := behind

behind[name] contains position if {
	some service in inventory.of_kind.Service
	inventory.mapping(service.spec, "selector") != {}
	name := place("Service", inventory.namespace(service), service.metadata.name)
	some position in selector.pods(inventory.namespace(service), {"matchLabels": service.spec.selector})
}

# What pods mount or read that is not there, in namespaces that are in the input themselves.
missing := [reference |
	some reference in array.concat(mounted, read)
	reference.pod.namespace in inventory.namespaces
	not reference.optional == true
	not place(reference.kind, reference.pod.namespace, reference.name) in present
]

mounted := [reference |
	some pod in inventory.pods
	some index, volume in inventory.list(pod.spec, "volumes")
	some origin in origins(volume)
	path := array.concat(["volumes", index], origin.path)
	reference := {"pod": pod, "kind": origin.kind, "name": origin.name, "path": path, "optional": origin.optional}
]

origins(volume) := array.concat(
	[one | some type, source in volume; one := origin_of([], type, source)],
	[one |
		some index, source in inventory.list(inventory.mapping(volume, "projected"), "sources")
		some type in ["configMap", "secret"]
		one := origin_of(["projected", "sources", index], type, source[type])
	],
)

origin_of(path, type, source) := {
	"kind": kind,
	"name": name,
	"path": array.concat(path, [type, field]),
	"optional": inventory.optional(source, "optional", false),
} if {
	some field, kind in fields[type]
	name := source[field]
}

# Where a volume's source names its object: type, field, kind. A projected Secret is named like a ConfigMap.
fields := {
	"configMap": {"name": "ConfigMap"},
	"secret": {"secretName": "Secret", "name": "Secret"},
	"persistentVolumeClaim": {"claimName": "PersistentVolumeClaim"},
}

read := [reference |
	some container in inventory.containers
	some one in array.concat(variables(container.spec), whole(container.spec))
	path := array.concat([container.field, container.index], one.path)
	reference := {
		"pod": container.pod,
		"kind": one.kind,
		"name": one.source.name,
		"path": path,
		"optional": inventory.optional(one.source, "optional", false),
	}
]

variables(spec) := [one |
	some index, variable in inventory.list(spec, "env")
	some type, source in variable.valueFrom
	one := {"kind": kinds[type], "source": source, "path": ["env", index, "valueFrom", type, "name"]}
]

whole(spec) := [one |
	some index, entry in inventory.list(spec, "envFrom")
	some type, source in entry
	one := {"kind": kinds[type], "source": source, "path": ["envFrom", index, type, "name"]}
]

kinds := {
	"configMapKeyRef": "ConfigMap",
	"configMapRef": "ConfigMap",
	"secretKeyRef": "Secret",
	"secretRef": "Secret",
}
