package policy.gpu.toleration

import data.lib.config
import data.lib.device
import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Pods with GPUs tolerate the taint of GPU nodes
# description: >-
#   A pod that asks for a GPU tolerates the taint that the environment puts on nodes with such GPUs. It would wait for
#   a node forever.
# related_resources:
#   - https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#example-use-cases
# custom:
#   severity: warning
#   scope: object
#   message: >-
#     the pod asks for {resource} and doesn't tolerate the taint {taint}
#   remediation: >-
#     Add a toleration with operator Exists for the taint, as models with compute.gpu have.
#   config: [gpu_resources, gpu_taints]
deny contains finding.of_pod(pod, ["tolerations"], {"resource": resource, "taint": taint}) if {
	some user in device.containers
	some resource in user.resources
	some prefix, taint in config.value("gpu_taints")
	startswith(resource, prefix)
	pod := user.container.pod
	not tolerates(pod, taint)
}

tolerates(pod, taint) if {
	some toleration in inventory.list(pod.spec, "tolerations")
	inventory.optional(toleration, "key", taint) == taint
	inventory.optional(toleration, "effect", "NoSchedule") == "NoSchedule"
}
