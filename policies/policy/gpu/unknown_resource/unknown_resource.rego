package policy.gpu.unknown_resource

import data.lib.config
import data.lib.device
import data.lib.finding

# METADATA
# scope: rule
# title: GPUs are asked for by names that nodes have
# description: >-
#   A GPU's resource has one of the names that device plugins offer: whole, shared by time, or a MIG profile. No node
#   offers a misspelt one, so the pod would wait forever.
# related_resources:
#   - https://docs.nvidia.com/datacenter/cloud-native/kubernetes/latest/index.html
#   - https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
# custom:
#   severity: error
#   scope: object
#   message: >-
#     container {container} asks for {resource}, which no device plugin offers
#   remediation: >-
#     Correct the name: nvidia.com/gpu, nvidia.com/gpu.shared, nvidia.com/mig-1g.10gb; or add it to
#     gpu_resource_patterns in policies/config/data.yaml.
#   config: [gpu_resources, gpu_resource_patterns]
deny contains finding.of_container(user.container, ["resources", "limits", resource], {"resource": resource}) if {
	some user in device.containers
	some resource in user.resources
	not resource in offered
}

offered contains resource if {
	some resource in device.names
	some pattern in config.value("gpu_resource_patterns")
	regex.match(pattern, resource)
}
