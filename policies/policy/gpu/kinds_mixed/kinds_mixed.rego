package policy.gpu.kinds_mixed

import data.lib.device
import data.lib.finding

# METADATA
# scope: rule
# title: A container uses one kind of GPU
# description: >-
#   No container asks for GPUs under two names, such as whole ones and MIG instances. CUDA programs see one MIG
#   instance, and nodes rarely offer both.
# related_resources:
#   - https://docs.nvidia.com/datacenter/tesla/mig-user-guide/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} asks for {resources}
#   remediation: >-
#     Ask for one kind; compute.gpu in the model's spec takes one.
#   config: [gpu_resources]
deny contains finding.of_container(user.container, ["resources", "limits"], {"resources": concat(", ", user.resources)}) if {
	some user in device.containers
	count(user.resources) > 1
}
