package policy.consistency.secret_test

import data.lib.sample_test as sample
import data.policy.consistency.secret

cases := {
	"no reference": {"objects": [sample.namespace, sample.serving({})], "denied": set()},
	"a volume": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]})], "denied": {sample.in_pod("/volumes/0/secret/secretName", {"name": "x"})}},
	"a volume that is there": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]}), sample.namespaced("v1", "Secret", "x", {})], "denied": set()},
	"a volume that is optional": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x", "optional": true}}]})], "denied": set()},
	"a projection": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "projected": {"sources": [{"secret": {"name": "x"}}]}}]})], "denied": {sample.in_pod("/volumes/0/projected/sources/0/secret/name", {"name": "x"})}},
	"a projection that is there": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "projected": {"sources": [{"secret": {"name": "x"}}]}}]}), sample.namespaced("v1", "Secret", "x", {})], "denied": set()},
	"a projection that is optional": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "projected": {"sources": [{"secret": {"name": "x", "optional": true}}]}}]})], "denied": set()},
	"a variable": {"objects": [sample.namespace, sample.serving({"env": [{"name": "c", "valueFrom": {"secretKeyRef": {"name": "x", "key": "k"}}}]})], "denied": {sample.in_pod("/containers/0/env/0/valueFrom/secretKeyRef/name", {"name": "x"})}},
	"a variable that is there": {"objects": [sample.namespace, sample.serving({"env": [{"name": "c", "valueFrom": {"secretKeyRef": {"name": "x", "key": "k"}}}]}), sample.namespaced("v1", "Secret", "x", {})], "denied": set()},
	"a variable that is optional": {"objects": [sample.namespace, sample.serving({"env": [{"name": "c", "valueFrom": {"secretKeyRef": {"name": "x", "key": "k", "optional": true}}}]})], "denied": set()},
	"all variables": {"objects": [sample.namespace, sample.serving({"envFrom": [{"secretRef": {"name": "x"}}]})], "denied": {sample.in_pod("/containers/0/envFrom/0/secretRef/name", {"name": "x"})}},
	"all variables that is there": {"objects": [sample.namespace, sample.serving({"envFrom": [{"secretRef": {"name": "x"}}]}), sample.namespaced("v1", "Secret", "x", {})], "denied": set()},
	"all variables that is optional": {"objects": [sample.namespace, sample.serving({"envFrom": [{"secretRef": {"name": "x", "optional": true}}]})], "denied": set()},
	"of another API": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]}), sample.namespaced("example.com/v1", "Secret", "x", {})], "denied": {sample.in_pod("/volumes/0/secret/secretName", {"name": "x"})}},
	"elsewhere": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]}), object.union(sample.namespaced("v1", "Secret", "x", {}), {"metadata": {"namespace": "other"}})], "denied": {sample.in_pod("/volumes/0/secret/secretName", {"name": "x"})}},
	"nobody knows the namespace": {"objects": [sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]})], "denied": set()},
	"another kind": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "x"}}]})], "denied": set()},
	"an ExternalSecret makes it": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]}), sample.namespaced("external-secrets.io/v1", "ExternalSecret", "y", {"spec": {"target": {"name": "x"}}})], "denied": set()},
	"an ExternalSecret of its name": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]}), sample.namespaced("external-secrets.io/v1", "ExternalSecret", "x", {})], "denied": set()},
	"a SealedSecret": {"objects": [sample.namespace, sample.deployment({"volumes": [{"name": "b", "secret": {"secretName": "x"}}]}), sample.namespaced("bitnami.com/v1alpha1", "SealedSecret", "x", {})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	secret.deny == case.denied with input as sample.stack(case.objects)
}

test_comes_from_outside if {
	reader := sample.serving({"envFrom": [{"secretRef": {"name": "x"}}]})
	denied := secret.deny with input as sample.stack([sample.namespace, reader])
		with data.config.defaults.outside_secrets as ["models/x"]
	denied == set()
}
