# What Roles and ClusterRoles permit, rule by rule, and to whom bindings give it.
package lib.permission

import data.lib.inventory
import data.lib.kinds

grants := [grant |
	some kind in ["Role", "ClusterRole"]
	some role in kinds.objects[kind]
	inventory.group(role) == group
	some index, rule in inventory.list(role, "rules")
	grant := {"role": role, "path": ["rules", index], "rule": rule}
]

group := "rbac.authorization.k8s.io"

# Entries of one field of a rule, such as its verbs.
entries(grant, field) := {entry | some entry in inventory.list(grant.rule, field)}

bindings := [binding |
	some kind in ["RoleBinding", "ClusterRoleBinding"]
	some binding in kinds.objects[kind]
	inventory.group(binding) == group
]
