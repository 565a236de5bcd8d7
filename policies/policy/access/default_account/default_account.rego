package policy.access.default_account

import data.lib.finding
import data.lib.inventory

# METADATA
# scope: rule
# title: Every workload has an account of its own
# description: >-
#   No pod runs as the service account named default. Whatever that account is ever given, every pod of the namespace
#   would have.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/service-accounts/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: warning
#   scope: object
#   message: >-
#     the pod runs as the namespace's default service account
#   remediation: >-
#     Create a ServiceAccount for the workload and name it in serviceAccountName, as every model has one.
#   config: []
deny contains finding.of_pod(pod, ["serviceAccountName"], {}) if {
	some pod in inventory.pods
	finding.text(pod.spec, "serviceAccountName") in {"", "default"}
}
