# What objects refer to by name, and whether it is there.
package lib.reference

import data.lib.inventory
import data.lib.kinds
import data.lib.selector

# The kinds that others refer to, and their API version.
versions := {
	"ConfigMap": "v1",
	"Deployment": "apps/v1",
	"PersistentVolumeClaim": "v1",
	"ReplicaSet": "apps/v1",
	"ReplicationController": "v1",
	"Secret": "v1",
	"Service": "v1",
	"ServiceAccount": "v1",
	"StatefulSet": "apps/v1",
}

present := {key |
	some kind, version in versions
	some object in kinds.objects[kind]
	object.apiVersion == version
	key := place(kind, object.metadata.namespace, object.metadata.name)
}

exists(key) if key in present

place(kind, namespace, name) := json.marshal([kind, namespace, name])

# Positions in inventory.pods behind each Service with a selector.
backing := {name: positions | some name, positions in behind} # never undefined: see scale.by_target

behind[name] contains position if {
	some service in kinds.objects.Service
	some position in selector.pods(service.metadata.namespace, {"matchLabels": service.spec.selector})
	name := place("Service", service.metadata.namespace, service.metadata.name)
}

# What pods mount or read that is not there, in namespaces that are in the input themselves.
missing := [reference |
	some reference in array.concat(mounted, read)
	reference.pod.namespace in inventory.namespaces
	not reference.source.optional == true
	key := place(reference.kind, reference.pod.namespace, reference.name)
	not key in present
]

mounted := array.concat(
	[reference |
		some pod in inventory.pods
		some index, volume in inventory.list(pod.spec, "volumes")
		is_object(volume)
		some type, source in volume
		[field, kind] := volumes[type]
		path := ["volumes", index, type, field]
		reference := {"pod": pod, "kind": kind, "name": source[field], "source": source, "path": path}
	],
	[reference |
		some pod in inventory.pods
		some index, volume in inventory.list(pod.spec, "volumes")
		some part, sources in inventory.list(inventory.mapping(volume, "projected"), "sources")
		some type in ["configMap", "secret"]
		source := sources[type]
		path := ["volumes", index, "projected", "sources", part, type, "name"]
		reference := {"pod": pod, "kind": projections[type], "name": source.name, "source": source, "path": path}
	],
)

# Where a volume's source names its object.
volumes := {
	"configMap": ["name", "ConfigMap"],
	"secret": ["secretName", "Secret"],
	"persistentVolumeClaim": ["claimName", "PersistentVolumeClaim"],
}

projections := {"configMap": "ConfigMap", "secret": "Secret"}

read := array.concat(
	[reference |
		some container in inventory.containers
		some index, variable in inventory.list(container.spec, "env")
		some type, source in inventory.mapping(variable, "valueFrom")
		kind := variables[type]
		path := [container.field, container.index, "env", index, "valueFrom", type, "name"]
		reference := {"pod": container.pod, "kind": kind, "name": source.name, "source": source, "path": path}
	],
	[reference |
		some container in inventory.containers
		some index, entry in inventory.list(container.spec, "envFrom")
		is_object(entry)
		some type, source in entry
		kind := variables[type]
		path := [container.field, container.index, "envFrom", index, type, "name"]
		reference := {"pod": container.pod, "kind": kind, "name": source.name, "source": source, "path": path}
	],
)

variables := {
	"configMapKeyRef": "ConfigMap",
	"configMapRef": "ConfigMap",
	"secretKeyRef": "Secret",
	"secretRef": "Secret",
}
