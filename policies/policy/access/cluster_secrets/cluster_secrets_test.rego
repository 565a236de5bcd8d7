package policy.access.cluster_secrets_test

import data.lib.sample_test as sample
import data.policy.access.cluster_secrets

role(kind, rule) := object.union(
	{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "iris", "namespace": "models"}},
	{"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}, rule]},
)

cases := {
	"pods": {"objects": [role("ClusterRole", {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]})], "denied": set()},
	"secrets of a namespace": {"objects": [role("Role", {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]})], "denied": set()},
	"a named secret": {"objects": [role("ClusterRole", {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"], "resourceNames": ["a"]})], "denied": set()},
	"creating": {"objects": [role("ClusterRole", {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "update"]})], "denied": set()},
	"of another group": {"objects": [role("ClusterRole", {"apiGroups": ["example.com"], "resources": ["secrets"], "verbs": ["get"]})], "denied": set()},
	"reading": {"objects": [role("ClusterRole", {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/resources", {"verbs": "get"})}},
	"listing": {"objects": [role("ClusterRole", {"apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "list", "watch"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/resources", {"verbs": "list, watch"})}},
	"everything": {"objects": [role("ClusterRole", {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/resources", {"verbs": "*"})}},
}

test_cases[name] if {
	some name, case in cases
	cluster_secrets.deny == case.denied with input as sample.stack(case.objects)
}
