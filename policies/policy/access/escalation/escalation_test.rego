package policy.access.escalation_test

import data.lib.sample_test as sample
import data.policy.access.escalation

role(kind, rule) := object.union(
	{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": "iris", "namespace": "models"}},
	{"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}, rule]},
)

cases := {
	"reading": {"objects": [role("Role", {"verbs": ["get"]})], "denied": set()},
	"binding": {"objects": [role("ClusterRole", {"verbs": ["get", "bind", "escalate"]})], "denied": {sample.of(role("ClusterRole", {}), "/rules/1/verbs", {"verbs": "bind, escalate"})}},
	"impersonation": {"objects": [role("Role", {"verbs": ["impersonate"]})], "denied": {sample.of(role("Role", {}), "/rules/1/verbs", {"verbs": "impersonate"})}},
}

test_cases[name] if {
	some name, case in cases
	escalation.deny == case.denied with input as sample.stack(case.objects)
}
