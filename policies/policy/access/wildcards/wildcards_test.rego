package policy.access.wildcards_test

import data.lib.sample_test as sample
import data.policy.access.wildcards

role(kind, rule) := object.union(
	{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "iris", "namespace": "models"}},
	{"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}, rule]},
)

other_api(rule) := object.union(role("ClusterRole", rule), {"apiVersion": "example.com/v1"})

cases := {
	"a list": {"objects": [role("Role", {}), role("ClusterRole", {})], "denied": set()},
	"every one of apiGroups": {"objects": [role("ClusterRole", {"apiGroups": ["a", "*"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/apiGroups", {"field": "apiGroups"})}},
	"every one of resources": {"objects": [role("ClusterRole", {"resources": ["a", "*"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/resources", {"field": "resources"})}},
	"every one of verbs": {"objects": [role("ClusterRole", {"verbs": ["a", "*"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/verbs", {"field": "verbs"})}},
	"every one of nonResourceURLs": {"objects": [role("ClusterRole", {"nonResourceURLs": ["a", "*"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/nonResourceURLs", {"field": "nonResourceURLs"})}},
	"in a Role": {"objects": [role("Role", {"verbs": ["*"]})], "denied": {sample.of(role("Role", {}), "/rules/1/verbs", {"field": "verbs"})}},
	"a part": {"objects": [role("Role", {"resources": ["pods/*"]})], "denied": set()},
	"of another API": {"objects": [other_api({"verbs": ["*"]})], "denied": set()},
	"no list": {"objects": [role("Role", {"verbs": "*"})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	wildcards.deny == case.denied with input as sample.stack(case.objects)
}
