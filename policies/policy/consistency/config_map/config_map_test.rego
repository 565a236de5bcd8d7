package policy.consistency.config_map_test

import data.lib.sample_test as sample
import data.policy.consistency.config_map

cases := {
	"no reference": {"objects": [sample.namespace, sample.serving({})], "denied": set()},
	"a volume": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x"}}]})], "denied": {sample.in_pod("/volumes/1/configMap/name", {"name": "x"})}},
	"a volume that is there": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x"}}]}), sample.namespaced("v1", "ConfigMap", "x", {})], "denied": set()},
	"a volume that is optional": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x", "optional": true}}]})], "denied": set()},
	"a projection": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "projected": {"sources": [{"serviceAccountToken": {}}, {"configMap": {"name": "x"}}]}}]})], "denied": {sample.in_pod("/volumes/0/projected/sources/1/configMap/name", {"name": "x"})}},
	"a projection that is there": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "projected": {"sources": [{"serviceAccountToken": {}}, {"configMap": {"name": "x"}}]}}]}), sample.namespaced("v1", "ConfigMap", "x", {})], "denied": set()},
	"a projection that is optional": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "projected": {"sources": [{"serviceAccountToken": {}}, {"configMap": {"name": "x", "optional": true}}]}}]})], "denied": set()},
	"a variable": {"objects": [sample.namespace, sample.serving({"env": [{"name": "a", "value": "b"}, {"name": "c", "valueFrom": {"configMapKeyRef": {"name": "x", "key": "k"}}}]})], "denied": {sample.in_pod("/containers/0/env/1/valueFrom/configMapKeyRef/name", {"name": "x"})}},
	"a variable that is there": {"objects": [sample.namespace, sample.serving({"env": [{"name": "a", "value": "b"}, {"name": "c", "valueFrom": {"configMapKeyRef": {"name": "x", "key": "k"}}}]}), sample.namespaced("v1", "ConfigMap", "x", {})], "denied": set()},
	"a variable that is optional": {"objects": [sample.namespace, sample.serving({"env": [{"name": "a", "value": "b"}, {"name": "c", "valueFrom": {"configMapKeyRef": {"name": "x", "key": "k", "optional": true}}}]})], "denied": set()},
	"all variables": {"objects": [sample.namespace, sample.serving({"envFrom": ["odd", {"prefix": "p", "configMapRef": {"name": "x"}}]})], "denied": {sample.in_pod("/containers/0/envFrom/1/configMapRef/name", {"name": "x"})}},
	"all variables that is there": {"objects": [sample.namespace, sample.serving({"envFrom": ["odd", {"prefix": "p", "configMapRef": {"name": "x"}}]}), sample.namespaced("v1", "ConfigMap", "x", {})], "denied": set()},
	"all variables that is optional": {"objects": [sample.namespace, sample.serving({"envFrom": ["odd", {"prefix": "p", "configMapRef": {"name": "x", "optional": true}}]})], "denied": set()},
	"of another API": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x"}}]}), sample.namespaced("example.com/v1", "ConfigMap", "x", {})], "denied": {sample.in_pod("/volumes/1/configMap/name", {"name": "x"})}},
	"elsewhere": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x"}}]}), object.union(sample.namespaced("v1", "ConfigMap", "x", {}), {"metadata": {"namespace": "other"}})], "denied": {sample.in_pod("/volumes/1/configMap/name", {"name": "x"})}},
	"nobody knows the namespace": {"objects": [sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x"}}]})], "denied": set()},
	"another kind": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	config_map.deny == case.denied with input as sample.stack(case.objects)
}
