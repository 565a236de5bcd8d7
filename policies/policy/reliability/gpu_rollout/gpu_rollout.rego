package policy.reliability.gpu_rollout

import data.lib.config
import data.lib.device
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: A rollout doesn't wait for GPUs that nobody has
# description: >-
#   A workload with GPUs is not rolled out by maxSurge, unless the environment has spare GPUs. A new pod would wait for
#   a GPU that the old one only gives back when the new one is ready.
# related_resources:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
#   - https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     a rollout starts {surge} pods with GPUs before it stops any
#   remediation: >-
#     Use strategy Recreate, or maxSurge 0 with maxUnavailable 1, as models with compute.gpu have; or set spare_gpus in
#     policies/config/data.yaml where GPUs are spare.
#   config: [gpu_resources, spare_gpus]
deny contains finding.of_object(pod.object, ["spec", field, "rollingUpdate", "maxSurge"], {"surge": surge}) if {
	config.value("spare_gpus") != true
	some user in device.containers
	pod := user.container.pod
	[field, type, fallback] := rollouts[pod.kind]
	strategy := inventory.mapping(pod.object.spec, field)
	inventory.optional(strategy, "type", type) == type
	surge := inventory.optional(inventory.mapping(strategy, "rollingUpdate"), "maxSurge", fallback)
	not surge in {0, "0%"}
}

# Where a kind keeps its strategy, the one that surges, and the surge by default.
rollouts := {
	"DaemonSet": ["updateStrategy", "RollingUpdate", 0],
	"Deployment": ["strategy", "RollingUpdate", "25%"],
}
