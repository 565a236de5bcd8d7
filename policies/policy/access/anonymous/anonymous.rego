package policy.access.anonymous

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.permission

# METADATA
# scope: rule
# title: Nobody unknown is given rights
# description: >-
#   No binding names the anonymous user or the group of everybody who hasn't logged in, nor the group of everybody who
#   has.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the binding gives rights to {subject}
#   remediation: >-
#     Name the users, groups or service accounts that need them.
#   config: [anonymous_subjects]
deny contains finding.of_object(binding, ["subjects", index, "name"], {"subject": subject.name}) if {
	some binding in permission.bindings
	some index, subject in inventory.list(binding, "subjects")
	subject.kind in {"User", "Group"}
	subject.name in config.value("anonymous_subjects")
}
