package policy.consistency.service_account

import data.lib.finding
import data.lib.inventory
import data.lib.reference

# METADATA
# scope: rule
# title: A pod's service account is there
# description: >-
#   The ServiceAccount that a pod names is in its namespace. The pod would not be created. The account named default is
#   always there.
# related_resources:
#   - https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   severity: error
#   scope: namespace
#   message: >-
#     there is no ServiceAccount {account} in the namespace
#   remediation: >-
#     Add the ServiceAccount, or correct serviceAccountName; every model has one of its own name.
#   config: []
deny contains finding.of_pod(pod, ["serviceAccountName"], {"account": account}) if {
	some pod in inventory.pods
	pod.namespace in inventory.namespaces
	account := pod.spec.serviceAccountName
	not account in {"", "default", null}
	key := reference.place("ServiceAccount", pod.namespace, account)
	not reference.exists(key)
}
