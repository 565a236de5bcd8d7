package policy.consistency.service_selector_test

import data.lib.sample_test as sample
import data.policy.consistency.service_selector

object_of(version, kind, spec) := sample.namespaced(version, kind, "iris", {"spec": spec})

cases := {
	"selects": {"objects": [sample.namespace, sample.serving({}), object_of("v1", "Service", {"selector": {"app": "iris"}})], "denied": set()},
	"another": {"objects": [sample.namespace, sample.serving({}), object_of("v1", "Service", {"selector": {"app": "other"}})], "denied": {sample.of(object_of("v1", "Service", {}), "/spec/selector", {})}},
	"no selector": {"objects": [sample.namespace, sample.serving({}), object_of("v1", "Service", {"selector": null})], "denied": set()},
	"nothing": {"objects": [sample.namespace, sample.serving({}), object_of("v1", "Service", {})], "denied": set()},
	"nobody knows the namespace": {"objects": [sample.serving({}), object_of("v1", "Service", {"selector": {"app": "other"}})], "denied": set()},
	"no selector and no pods": {"objects": [sample.namespace, object_of("v1", "Service", {"selector": null})], "denied": set()},
	"an empty selector of no pods": {"objects": [sample.namespace, object_of("v1", "Service", {"selector": {}})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	service_selector.deny == case.denied with input as sample.stack(case.objects)
}
