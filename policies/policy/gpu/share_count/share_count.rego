package policy.gpu.share_count

import data.lib.config
import data.lib.device
import data.lib.finding
import data.lib.inventory
import data.lib.quantity

# METADATA
# scope: rule
# title: A share of a GPU is one
# description: >-
#   A container asks for one share of a GPU that is shared by time. Two shares give no more time or memory than one,
#   and may be of two GPUs.
# related_resources:
#   - https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} asks for {amount} of {resource}
#   remediation: >-
#     Ask for one, or for a whole GPU or a MIG instance if the model needs more.
#   config: [gpu_resources, gpu_shared_resources]
deny contains finding.of_container(user.container, ["resources", "limits", resource], args) if {
	some user in device.containers
	some resource in user.resources
	resource in config.value("gpu_shared_resources")
	amount := inventory.mapping(user.container.resources, "limits")[resource]
	quantity.nano[amount] > 1000000000
	args := {"resource": resource, "amount": quantity.text(amount)}
}
