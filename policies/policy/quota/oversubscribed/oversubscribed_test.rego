package policy.quota.oversubscribed_test

import data.lib.sample_test as sample
import data.policy.quota.exceeded
import data.policy.quota.oversubscribed

scaler(maximum) := sample.namespaced("autoscaling/v2", "HorizontalPodAutoscaler", "iris", {"spec": {
	"minReplicas": 2,
	"maxReplicas": maximum,
	"scaleTargetRef": {"kind": "Deployment", "name": "iris"},
}})

serving := sample.workload("Deployment", {"strategy": {"type": "Recreate"}, "template": {"spec": sample.pod}})

settings := {
	"environments": {},
	"defaults": {
		"cronjob_overlap": 2,
		"daemonset_nodes": 3,
		"quota_contributors_shown": 3,
		"quota_oversubscription": {"warning": "1", "error": "1.5"},
	},
}

cases := {
	"fits": {"objects": [scaler(4)], "warned": 0, "denied": 0},
	"a little too much": {"objects": [scaler(6)], "warned": 1, "denied": 0},
	"far too much": {"objects": [scaler(7)], "warned": 0, "denied": 1},
	"nobody scales": {"objects": [], "warned": 0, "denied": 0},
}

test_cases[name] if {
	some name, case in cases
	value := sample.stack(array.concat([sample.namespace, serving, sample.quota({"pods": 4})], case.objects))
	count(oversubscribed.deny) == case.warned with input as value with data.config as settings
	count(exceeded.deny) == case.denied with input as value with data.config as settings
}

test_what_does_not_scale_is_no_promise if {
	value := sample.stack([sample.namespace, serving, sample.quota({"pods": 1})])
	strict := object.union(settings, {"defaults": {"quota_oversubscription": {"warning": "0.5", "error": "2"}}})
	oversubscribed.deny == set() with input as value with data.config as strict
}

test_the_minimum_has_to_fit if {
	value := sample.stack([sample.namespace, serving, sample.quota({"pods": 1}), scaler(2)])
	generous := object.union(settings, {"defaults": {"quota_oversubscription": {"warning": "3", "error": "4"}}})
	count(exceeded.deny) == 1 with input as value with data.config as generous
}

test_finding_names_who_takes_what if {
	value := sample.stack([sample.namespace, serving, sample.quota({"pods": 4}), scaler(6)])
	findings := oversubscribed.deny with input as value with data.config as settings
	[finding.args | some finding in findings] == [{
		"resource": "pods",
		"used": "6",
		"hard": "4",
		"biggest": "Deployment/iris 6 (100 %)",
		"contributors": [{"object": "Deployment/iris", "pods": 6, "amount": "6", "share": "100 %"}],
	}]
}

test_keda_scales_to_nothing if {
	keda := sample.namespaced("keda.sh/v1alpha1", "ScaledObject", "iris", {"spec": {
		"maxReplicaCount": 5,
		"scaleTargetRef": {"name": "iris"},
	}})
	value := sample.stack([sample.namespace, serving, sample.quota({"pods": 4}), keda])
	count(oversubscribed.deny) == 1 with input as value with data.config as settings
}
