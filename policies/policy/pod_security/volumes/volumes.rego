package policy.pod_security.volumes

import data.lib.finding
import data.lib.inventory
import data.lib.standard

# METADATA
# scope: rule
# title: Volumes are of harmless types
# description: >-
#   Every volume is of a type that brings nothing from the node and names no storage that an administrator didn't
#   offer.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: volume {volume} is of type {type}; it must be one of {allowed}
#   remediation: >-
#     Use an emptyDir with a sizeLimit for scratch space, a PersistentVolumeClaim for what must last, or the spec's
#     artifact for model files.
#   config: [pod_security_level, pod_security_version, privileged_namespaces]
deny contains finding.of_pod(judged.pod, ["volumes", index], args) if {
	some judged in standard.pods
	judged.level == "restricted"
	some index, volume in inventory.list(judged.pod.spec, "volumes")
	is_object(volume)
	types := sources(volume)
	not harmless(types)
	args := {
		"volume": finding.text(volume, "name"),
		"type": concat(", ", types),
		"allowed": concat(", ", allowed),
	}
}

sources(volume) := [type |
	some type, source in volume
	type != "name"
	source != null
]

allowed := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
}

# A volume that names no source is an emptyDir.
harmless(types) if types == []

harmless(types) if {
	some type in types
	type in allowed
}
