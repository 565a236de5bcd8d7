package policy.consistency.monitor_test

import data.lib.sample_test as sample
import data.policy.consistency.monitor

of_kind(kind, spec) := sample.namespaced("monitoring.coreos.com/v1", kind, "iris", {"spec": object.union(
	{"selector": {"matchLabels": {"app": "iris"}}},
	spec,
)})

service := sample.namespaced("v1", "Service", "iris", {"metadata": {"labels": {"app": "iris"}}})

other := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other"}}

cases := {
	"a Service": {"objects": [sample.namespace, service, of_kind("ServiceMonitor", {})], "denied": set()},
	"pods": {"objects": [sample.namespace, sample.serving({}), of_kind("PodMonitor", {})], "denied": set()},
	"no Service": {"objects": [sample.namespace, sample.serving({}), of_kind("ServiceMonitor", {})], "denied": {sample.of(of_kind("ServiceMonitor", {}), "/spec/selector", {"kind": "ServiceMonitor", "namespaces": "models"})}},
	"no pods": {"objects": [sample.namespace, service, of_kind("PodMonitor", {})], "denied": {sample.of(of_kind("PodMonitor", {}), "/spec/selector", {"kind": "PodMonitor", "namespaces": "models"})}},
	"all namespaces": {"objects": [sample.namespace, of_kind("PodMonitor", {"namespaceSelector": {"any": true}})], "denied": set()},
	"nobody knows the namespace": {"objects": [of_kind("PodMonitor", {})], "denied": set()},
	"one of two namespaces": {"objects": [sample.namespace, other, sample.serving({}), of_kind("PodMonitor", {"namespaceSelector": {"matchNames": ["models", "other"]}})], "denied": set()},
	"one of two namespaces is unknown": {"objects": [sample.namespace, of_kind("PodMonitor", {"namespaceSelector": {"matchNames": ["models", "other"]}})], "denied": set()},
	"neither of two namespaces": {"objects": [sample.namespace, other, of_kind("PodMonitor", {"namespaceSelector": {"matchNames": ["models", "other"]}})], "denied": {sample.of(of_kind("PodMonitor", {}), "/spec/selector", {"kind": "PodMonitor", "namespaces": "models, other"})}},
}

test_cases[name] if {
	some name, case in cases
	monitor.deny == case.denied with input as sample.stack(case.objects)
}
