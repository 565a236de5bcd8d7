package lib.selector_test

import data.lib.sample_test as sample
import data.lib.selector

object_of(version, kind, namespace, rest) := object.union(
	{"apiVersion": version, "kind": kind, "metadata": {"name": "p", "namespace": namespace}},
	rest,
)

template(labels) := {"metadata": {"labels": labels}, "spec": sample.pod}

pod(namespace) := object_of("v1", "Pod", namespace, object.union(
	{"metadata": {"labels": {"app": "x", "tier": "web"}}},
	{"spec": sample.pod},
))

service(namespace, labels) := object_of("v1", "Service", namespace, {"metadata": {"labels": labels}})

objects := [
	pod("a"),
	object_of("v1", "PodTemplate", "a", {"template": template({"app": "x", "tier": "db"})}),
	object_of("apps/v1", "Deployment", "a", {"spec": {"template": template({"app": "y"})}}),
	object_of("batch/v1", "CronJob", "a", {"spec": {"jobTemplate": {"spec": {"template": template({"job": "z"})}}}}),
	pod("b"),
	service("a", {"app": "x"}),
	service("a", null),
	service("b", {"app": "x"}),
	object_of("apps/v1", "Deployment", "d", {"spec": {"template": {"spec": sample.pod}}}),
	object_of("v1", "Service", "c", {"spec": {"selector": {"app": "x", "tier": "x", "job": "x"}}}),
]

cases := {
	"all": {"selector": {}, "pods": {0, 1, 2, 3}, "services": {0, 1}},
	"a label": {"selector": {"matchLabels": {"app": "x"}}, "pods": {0, 1}, "services": {0}},
	"two labels": {"selector": {"matchLabels": {"app": "x", "tier": "db"}}, "pods": {1}, "services": set()},
	"a label of a job": {"selector": {"matchLabels": {"job": "z"}}, "pods": {3}, "services": set()},
	"no such value": {"selector": {"matchLabels": {"app": "z"}}, "pods": set(), "services": set()},
	"no such label": {"selector": {"matchLabels": {"role": "x"}}, "pods": set(), "services": set()},
	"a generated label": {
		"selector": {"matchLabels": {"app": "x", "pod-template-hash": "5f"}},
		"pods": {0, 1},
		"services": {0},
	},
	"in": {
		"selector": {"matchExpressions": [{"key": "tier", "operator": "In", "values": ["web", "db"]}]},
		"pods": {0, 1},
		"services": set(),
	},
	"not in": {
		"selector": {"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["web"]}]},
		"pods": {1, 2, 3},
		"services": {0, 1},
	},
	"exists": {
		"selector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]},
		"pods": {0, 1, 2},
		"services": {0},
	},
	"does not exist": {
		"selector": {"matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]},
		"pods": {2, 3},
		"services": {0, 1},
	},
	"an unknown operator": {
		"selector": {"matchExpressions": [{"key": "app", "operator": "Like"}]},
		"pods": set(),
		"services": set(),
	},
	"both": {
		"selector": {"matchLabels": {"app": "x"}, "matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["web"]}]},
		"pods": {1},
		"services": {0},
	},
}

test_cases[name] if {
	some name, case in cases
	selector.pods("a", case.selector) == case.pods with input as sample.stack(objects)
	selector.services("a", case.selector) == case.services with input as sample.stack(objects)
}

test_nothing_elsewhere if selector.pods("c", {}) == set() with input as sample.stack(objects)

# Labels that are text are none, as for the API server.
test_labels_that_are_text[operator] if {
	some operator, positions in {"DoesNotExist": {0}, "Exists": set()}
	target := object_of("apps/v1", "Deployment", "a", {"spec": {"template": template("x")}})
	expressed := {"matchExpressions": [{"key": "app", "operator": operator}]}
	selector.pods("a", expressed) == positions with input as sample.stack([target])
}

# A field that only other kinds have says nothing of a workload's pods.
test_labels_in_the_place_of_another_kind[kind] if {
	some kind, misplaced in {
		"PodTemplate": {"template": template({"app": "x"})},
		"CronJob": {"spec": {"jobTemplate": {"spec": {"template": template({"app": "x"})}}}},
	}
	pods := {"spec": {"template": {"spec": sample.pod}}}
	target := object_of("apps/v1", "Deployment", "a", object.union(pods, misplaced))
	value := sample.stack([target, service("a", null), object_of("v1", "Service", "a", {"spec": {"selector": {"app": "x"}}})])
	selector.pods("a", {"matchLabels": {"app": "x"}}) == set() with input as value
}

# A label counts where something asks for it.
askers := {
	"Service": {"selector": {"app": "x"}},
	"PodDisruptionBudget": {"selector": {"matchLabels": {"app": "x"}}},
	"PodMonitor": {"selector": {"matchLabels": {"app": "x"}}},
	"ServiceMonitor": {"selector": {"matchLabels": {"app": "x"}}},
	"NetworkPolicy": {"podSelector": {"matchLabels": {"app": "x"}}},
}

test_asks[kind] if {
	some kind, spec in askers
	asker := object_of("v1", kind, "a", {"spec": spec})
	selector.pods("a", {"matchLabels": {"app": "x"}}) == {0} with input as sample.stack([pod("a"), asker])
}
