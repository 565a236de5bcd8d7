package policy.pod_security.app_armor_test

import data.lib.sample_test as sample
import data.policy.pod_security.app_armor

cases := {
	"says nothing": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"the runtime's": {"input": sample.stack([sample.serving({"securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}})]), "denied": set()},
	"null is nothing": {"input": sample.stack([sample.deployment({"securityContext": {"appArmorProfile": null}})]), "denied": set()},
	"off for the container": {"input": sample.stack([sample.serving({"securityContext": {"appArmorProfile": {"type": "Unconfined"}}})]), "denied": {sample.in_container("/securityContext/appArmorProfile/type", {"subject": "container server", "profile": "Unconfined", "allowed": "Localhost, RuntimeDefault"})}},
	"unset for the pod": {"input": sample.held("baseline", "1.0", [sample.deployment({"securityContext": {"appArmorProfile": {}}})]), "denied": {sample.in_pod("/securityContext/appArmorProfile/type", {"subject": "the pod", "profile": "unset", "allowed": "Localhost, RuntimeDefault"})}},
	"annotated": {"input": sample.stack([sample.annotated({"container.apparmor.security.beta.kubernetes.io/server": "localhost/own", "other": "unconfined"})]), "denied": set()},
	"annotated with nothing": {"input": sample.stack([sample.annotated({"container.apparmor.security.beta.kubernetes.io/server": ""})]), "denied": set()},
	"off by annotation": {"input": sample.stack([sample.annotated({"container.apparmor.security.beta.kubernetes.io/server": "unconfined"})]), "denied": {object.union(sample.in_pod("", {"subject": "container server", "profile": "unconfined", "allowed": "runtime/default, localhost/*"}), {"path": "/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1server"})}},
	"no text": {"input": sample.stack([sample.annotated({"container.apparmor.security.beta.kubernetes.io/server": 5})]), "denied": {object.union(sample.in_pod("", {"subject": "container server", "profile": 5, "allowed": "runtime/default, localhost/*"}), {"path": "/spec/template/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1server"})}},
}

test_cases[name] if {
	some name, case in cases
	app_armor.deny == case.denied with input as case.input
}
