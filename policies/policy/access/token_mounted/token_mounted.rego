package policy.access.token_mounted

import data.lib.finding
import data.lib.inventory
import data.lib.kinds

# METADATA
# scope: rule
# title: Pods don't hold a token for the API server
# description: >-
#   The pod, or else its ServiceAccount in the input, sets automountServiceAccountToken to false. A model server has
#   no business with the Kubernetes API.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: warning
#   scope: object
#   message: the pod mounts a token of service account {account}
#   remediation: >-
#     Set automountServiceAccountToken to false on the pod; workload identity of the clouds works without it.
#   config: []
deny contains finding.of_pod(pod, ["automountServiceAccountToken"], {"account": account(pod)}) if {
	some pod in inventory.pods
	not tokenless(pod)
}

tokenless(pod) if {
	inventory.optional(pod.spec, "automountServiceAccountToken", null) == null
	concat("/", [pod.namespace, account(pod)]) in refusing
} else if {
	pod.spec.automountServiceAccountToken == false
}

account(pod) := pod.spec.serviceAccountName if {
	is_string(pod.spec.serviceAccountName)
} else := "default"

# Service accounts that mount no token unless a pod asks for it.
refusing contains key if {
	some object in kinds.objects.ServiceAccount
	object.automountServiceAccountToken == false
	is_string(object.metadata.name)
	key := concat("/", [inventory.namespace(object), object.metadata.name])
}
