package policy.resources.limit_range_test

import data.lib.sample_test as sample
import data.policy.resources.limit_range

range(limit) := sample.namespaced("v1", "LimitRange", "range", {"spec": {"limits": [limit]}})

cases := {
	"no range": {"objects": [sample.serving({})], "denied": set()},
	"fits": {"objects": [sample.serving({}), range({"type": "Container", "min": {"cpu": "500m"}, "max": {"cpu": "500m"}, "maxLimitRequestRatio": {"memory": 1}})], "denied": set()},
	"a container is too small": {"objects": [sample.serving({}), range({"type": "Container", "min": {"cpu": 1}})], "denied": {sample.in_container("/resources", {"subject": "container server", "resource": "cpu", "request": "0.5", "limit": "0.5", "range": "range", "rule": "min", "value": "1"})}},
	"defaults count": {"objects": [sample.serving({"resources": {"limits": {"example.com/a": 2}}}), range({"type": "Container", "max": {"nvidia.com/gpu": 1}})], "denied": set()},
	"no limit": {"objects": [sample.serving({}), range({"type": "Container", "maxLimitRequestRatio": {"nvidia.com/gpu": 1}})], "denied": {sample.in_container("/resources", {"subject": "container server", "resource": "nvidia.com/gpu", "request": "nothing", "limit": "nothing", "range": "range", "rule": "maxLimitRequestRatio", "value": "1"})}},
	"ephemeral containers are spared": {"objects": [sample.deployment({"ephemeralContainers": [{"name": "debug"}]}), range({"type": "Container", "maxLimitRequestRatio": {"memory": 1}})], "denied": set()},
	"a pod is too large": {"objects": [sample.serving({}), range({"type": "Pod", "max": {"memory": "512Mi"}})], "denied": {sample.in_pod("/resources", {"subject": "the pod", "resource": "memory", "request": "1Gi", "limit": "1Gi", "range": "range", "rule": "max", "value": "512Mi"})}},
	"a pod fits": {"objects": [sample.serving({}), range({"type": "Pod", "max": {"memory": "1Gi"}})], "denied": set()},
	"a pod without": {"objects": [sample.serving({}), range({"type": "Pod", "max": {"nvidia.com/gpu": 1}})], "denied": {sample.in_pod("/resources", {"subject": "the pod", "resource": "nvidia.com/gpu", "request": "nothing", "limit": "nothing", "range": "range", "rule": "max", "value": "1"})}},
	"a claim is too large": {"objects": [sample.namespaced("v1", "PersistentVolumeClaim", "data", {"spec": {"resources": {"requests": {"storage": "10Gi"}}}}), range({"type": "PersistentVolumeClaim", "max": {"storage": "5Gi"}})], "denied": {{
		"object": {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": "models", "name": "data"},
		"container": null,
		"path": "/spec/resources",
		"args": {"subject": "the claim", "resource": "storage", "request": "10Gi", "limit": "nothing", "range": "range", "rule": "max", "value": "5Gi"},
	}}},
	"a claim fits": {"objects": [sample.namespaced("v1", "PersistentVolumeClaim", "data", {"spec": {"resources": {"requests": {"storage": "5Gi"}}}}), range({"type": "PersistentVolumeClaim", "max": {"storage": "5Gi"}})], "denied": set()},
	"elsewhere": {"objects": [sample.serving({}), object.union(range({"type": "Container", "min": {"cpu": 1}}), {"metadata": {"namespace": "other"}})], "denied": set()},
	"of another API": {"objects": [sample.serving({}), object.union(range({"type": "Container", "min": {"cpu": 1}}), {"apiVersion": "example.com/v1"})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	limit_range.deny == case.denied with input as sample.stack(case.objects)
}
