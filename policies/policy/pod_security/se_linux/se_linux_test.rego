package policy.pod_security.se_linux_test

import data.lib.sample_test as sample
import data.policy.pod_security.se_linux

cases := {
	"says nothing": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"harmless": {"input": sample.stack([sample.serving({"securityContext": {"seLinuxOptions": {"type": "container_t", "level": "s0", "user": "", "role": null}}})]), "denied": set()},
	"null is nothing": {"input": sample.stack([sample.deployment({"securityContext": {"seLinuxOptions": null}})]), "denied": set()},
	"another type": {"input": sample.stack([sample.serving({"securityContext": {"seLinuxOptions": {"type": "spc_t"}}})]), "denied": {sample.in_container("/securityContext/seLinuxOptions/type", {"subject": "container server", "option": "type", "value": "spc_t"})}},
	"a user and a role": {"input": sample.held("baseline", "1.0", [sample.deployment({"securityContext": {"seLinuxOptions": {"user": "root", "role": "r"}}})]), "denied": {sample.in_pod("/securityContext/seLinuxOptions/user", {"subject": "the pod", "option": "user", "value": "root"}), sample.in_pod("/securityContext/seLinuxOptions/role", {"subject": "the pod", "option": "role", "value": "r"})}},
	"a user named like a type": {"input": sample.stack([sample.serving({"securityContext": {"seLinuxOptions": {"user": "container_t"}}})]), "denied": {sample.in_container("/securityContext/seLinuxOptions/user", {"subject": "container server", "option": "user", "value": "container_t"})}},
	"an engine": {"input": sample.held("baseline", "1.31", [sample.deployment({"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}})]), "denied": set()},
	"an engine, before it was harmless": {"input": sample.held("baseline", "1.30", [sample.deployment({"securityContext": {"seLinuxOptions": {"type": "container_engine_t"}}})]), "denied": {sample.in_pod("/securityContext/seLinuxOptions/type", {"subject": "the pod", "option": "type", "value": "container_engine_t"})}},
}

test_cases[name] if {
	some name, case in cases
	se_linux.deny == case.denied with input as case.input
}
