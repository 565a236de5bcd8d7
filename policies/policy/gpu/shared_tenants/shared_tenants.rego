package policy.gpu.shared_tenants

import data.lib.config
import data.lib.device
import data.lib.finding

# METADATA
# scope: rule
# title: A shared GPU has one tenant
# description: >-
#   Workloads with GPUs that are shared by time are of one namespace. Such GPUs keep neither memory nor faults apart,
#   so a tenant could read or stop another's model.
# related_resources:
#   - https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html
#   - https://kubernetes.io/docs/concepts/security/multi-tenancy/
# custom:
#   severity: warning
#   scope: stack
#   message: >-
#     container {container} shares {resource} with the namespaces {namespaces}
#   remediation: >-
#     Use MIG instances or whole GPUs for all tenants but one, or nodes of their own.
#   config: [gpu_resources, gpu_shared_resources]
deny contains finding.of_container(user.container, ["resources", "limits", resource], args) if {
	some resource, tenants in sharing
	count(tenants) > 1
	some user in device.containers
	resource in user.resources
	args := {"resource": resource, "namespaces": concat(", ", tenants)}
}

sharing[resource] contains user.container.pod.namespace if {
	some user in device.containers
	some resource in user.resources
	resource in config.value("gpu_shared_resources")
}
