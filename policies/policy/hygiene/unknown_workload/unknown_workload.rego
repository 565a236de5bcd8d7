package policy.hygiene.unknown_workload

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: Every pod is one the policies know
# description: >-
#   An object of a kind that is not in the table of pod kinds embeds no containers, because no other rule would look
#   at them.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     {kind} embeds containers, and no policy looks into that kind
#   remediation: >-
#     Use a Deployment, StatefulSet, DaemonSet, Job or CronJob, or ask the platform team to add the kind to the
#     inventory's table or to review a waiver.
#   config: [pod_free_kinds]
deny contains finding.of_object(object, array.concat(path, ["containers"]), {"kind": finding.text(object, "kind")}) if {
	some object in unfamiliar
	walk(object, [path, value])
	embeds(value)
}

# A template that others are merged into or over needs no image.
embeds(value) if {
	some container in inventory.list(value, "containers")
	some part in parts
	container[part]
}

# What tells a pod's container from anything else that is called so.
parts := {
	"args",
	"command",
	"env",
	"image",
	"livenessProbe",
	"readinessProbe",
	"resources",
	"securityContext",
	"startupProbe",
	"volumeMounts",
}

# Kinds that can't hold a pod are not searched: most of any input.
unfamiliar := [object |
	some type, positions in kinds.typed
	[version, kind] := json.unmarshal(type)
	not pod_free(version, kind)
	not inventory.pod_types[type]
	some position in positions
	object := inventory.objects[position]
]

pod_free(version, kind) if kind in pod_free_kinds[version]

pod_free_kinds := config.value("pod_free_kinds")
