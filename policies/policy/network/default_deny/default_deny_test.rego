package policy.network.default_deny_test

import data.lib.sample_test as sample
import data.policy.network.default_deny

cases := {
	"no policy": {"objects": [sample.namespace, sample.serving({})], "denied": {sample.in_namespace}},
	"denies": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"networking.k8s.io/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}},
			),
		],
		"denied": set(),
	},
	"denies by empty lists": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"networking.k8s.io/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": null}},
			),
		],
		"denied": set(),
	},
	"of another API": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"crd.projectcalico.org/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}},
			),
		],
		"denied": {sample.in_namespace},
	},
	"ingress only": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"networking.k8s.io/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {}, "policyTypes": ["Ingress"]}},
			),
		],
		"denied": {sample.in_namespace},
	},
	"some pods": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"networking.k8s.io/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {"matchLabels": {"a": "b"}}, "policyTypes": ["Ingress", "Egress"]}},
			),
		],
		"denied": {sample.in_namespace},
	},
	"opens egress": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"networking.k8s.io/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": [{}]}},
			),
		],
		"denied": {sample.in_namespace},
	},
	"opens ingress": {
		"objects": [
			sample.namespace,
			sample.serving({}),
			sample.namespaced(
				"networking.k8s.io/v1",
				"NetworkPolicy",
				"deny",
				{"spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [{}]}},
			),
		],
		"denied": {sample.in_namespace},
	},
	"no workload": {"objects": [sample.namespace], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	default_deny.deny == case.denied with input as sample.stack(case.objects)
}
