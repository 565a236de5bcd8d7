package policy.pod_security.proc_mount_test

import data.lib.sample_test as sample
import data.policy.pod_security.proc_mount

cases := {
	"says nothing": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"the default": {"input": sample.stack([sample.serving({"securityContext": {"procMount": "Default"}})]), "denied": set()},
	"null is nothing": {"input": sample.stack([sample.serving({"securityContext": {"procMount": null}})]), "denied": set()},
	"unmasked": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"procMount": "Unmasked"}})]), "denied": {sample.in_container("/securityContext/procMount", {"type": "Unmasked"})}},
	"in a user namespace": {"input": sample.held("baseline", "1.35", [sample.deployment({"hostUsers": false, "containers": [object.union(sample.container, {"securityContext": {"procMount": "Unmasked"}})]})]), "denied": set()},
	"in a user namespace, before that counted": {"input": sample.held("baseline", "1.34", [sample.deployment({"hostUsers": false, "containers": [object.union(sample.container, {"securityContext": {"procMount": "Unmasked"}})]})]), "denied": {sample.in_container("/securityContext/procMount", {"type": "Unmasked"})}},
	"in a user namespace, restricted": {"input": sample.held("restricted", "1.37", [sample.deployment({"hostUsers": false, "containers": [object.union(sample.container, {"securityContext": {"procMount": "Unmasked"}})]})]), "denied": {sample.in_container("/securityContext/procMount", {"type": "Unmasked"})}},
}

test_cases[name] if {
	some name, case in cases
	proc_mount.deny == case.denied with input as case.input
}
