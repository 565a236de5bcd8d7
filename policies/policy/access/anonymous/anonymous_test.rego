package policy.access.anonymous_test

import data.lib.sample_test as sample
import data.policy.access.anonymous

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
	"somebody": {"objects": [binding("RoleBinding", {})], "denied": set()},
	"anybody": {"objects": [binding("ClusterRoleBinding", {"subjects": [{"kind": "User", "name": "a"}, {"kind": "User", "name": "system:anonymous"}]})], "denied": {sample.of(binding("ClusterRoleBinding", {}), "/subjects/1/name", {"subject": "system:anonymous"})}},
	"everybody": {"objects": [binding("RoleBinding", {"subjects": [{"kind": "Group", "name": "system:unauthenticated"}]})], "denied": {sample.of(binding("RoleBinding", {}), "/subjects/0/name", {"subject": "system:unauthenticated"})}},
	"an account of that name": {"objects": [binding("RoleBinding", {"subjects": [{"kind": "ServiceAccount", "name": "system:anonymous"}]})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	anonymous.deny == case.denied with input as sample.stack(case.objects)
}
