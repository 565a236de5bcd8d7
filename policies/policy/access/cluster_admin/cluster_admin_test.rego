package policy.access.cluster_admin_test

import data.lib.sample_test as sample
import data.policy.access.cluster_admin

binding(kind, changes) := object.union(
	{
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": kind,
		"metadata": {"name": "iris", "namespace": "models"},
		"roleRef": {"kind": "ClusterRole", "name": "view"},
		"subjects": [{"kind": "User", "name": "b"}, {"kind": "Group", "name": "a"}],
	},
	changes,
)

cases := {
	"a viewer": {"objects": [binding("ClusterRoleBinding", {})], "denied": set()},
	"an administrator": {"objects": [binding("ClusterRoleBinding", {"roleRef": {"name": "cluster-admin"}})], "denied": {sample.of(binding("ClusterRoleBinding", {}), "/roleRef/name", {"role": "cluster-admin", "subjects": "a, b"})}},
	"an administrator of a namespace": {"objects": [binding("RoleBinding", {"roleRef": {"name": "cluster-admin"}})], "denied": {sample.of(binding("RoleBinding", {}), "/roleRef/name", {"role": "cluster-admin", "subjects": "a, b"})}},
	"a role of that name": {"objects": [binding("RoleBinding", {"roleRef": {"kind": "Role", "name": "cluster-admin"}})], "denied": set()},
	"of another API": {"objects": [binding("RoleBinding", {"apiVersion": "example.com/v1", "roleRef": {"name": "cluster-admin"}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	cluster_admin.deny == case.denied with input as sample.stack(case.objects)
}
