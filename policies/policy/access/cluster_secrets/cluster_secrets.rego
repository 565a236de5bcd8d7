package policy.access.cluster_secrets

import data.lib.finding
import data.lib.inventory
import data.lib.permission

# METADATA
# scope: rule
# title: Nobody reads every secret
# description: >-
#   No ClusterRole permits to read Secrets other than by name. Bound to the cluster it reads every credential of every
#   tenant.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the ClusterRole may {verbs} every Secret
#   remediation: >-
#     Use a Role in the namespace that holds the Secret, with resourceNames.
#   config: []
deny contains finding.of_object(grant.role, array.concat(grant.path, ["resources"]), {"verbs": concat(", ", verbs)}) if {
	some grant in permission.grants
	grant.role.kind == "ClusterRole"
	{"", "*"} & permission.entries(grant, "apiGroups") != set()
	{"secrets", "*"} & permission.entries(grant, "resources") != set()
	inventory.list(grant.rule, "resourceNames") == []
	verbs := permission.entries(grant, "verbs") & {"get", "list", "watch", "*"}
	verbs != set()
}
