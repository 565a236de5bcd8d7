package policy.access.cluster_admin

import data.lib.config
import data.lib.finding
import data.lib.inventory
import data.lib.permission

# METADATA
# scope: rule
# title: Nobody is made administrator
# description: >-
#   No binding gives one of the administrators' ClusterRoles, such as cluster-admin, to anybody.
# related_resources:
#   - https://kubernetes.io/docs/concepts/security/rbac-good-practices/
#   - https://www.cisecurity.org/benchmark/kubernetes
# custom:
#   severity: error
#   scope: object
#   message: >-
#     the binding gives {subjects} the role {role}
#   remediation: >-
#     Bind a Role with what is needed; administrators are appointed outside of this repository.
#   config: [administrator_roles]
deny contains finding.of_object(binding, ["roleRef", "name"], {"role": name, "subjects": concat(", ", subjects)}) if {
	some binding in permission.bindings
	binding.roleRef.kind == "ClusterRole"
	name := binding.roleRef.name
	name in config.value("administrator_roles")
	subjects := {finding.text(subject, "name") | some subject in inventory.list(binding, "subjects")}
}
