package policy.access.wildcards

import data.lib.finding
import data.lib.permission

# METADATA
# scope: rule
# title: Permissions are listed one by one
# description: >-
#   No Role or ClusterRole uses * for verbs, resources, API groups or URLs. It permits what nobody has thought of, and
#   what later versions add.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the role permits every entry of {field}
#   remediation: >-
#     List what is needed; a model server needs no Role at all.
#   config: []
deny contains finding.of_object(grant.role, array.concat(grant.path, [field]), {"field": field}) if {
	some grant in permission.grants
	some field in ["apiGroups", "resources", "verbs", "nonResourceURLs"]
	"*" in permission.entries(grant, field)
}
