package policy.hardening.root_user_test

import data.lib.sample_test as sample
import data.policy.hardening.root_user

cases := {
	"restricted has its own rule": {"input": sample.stack([sample.deployment({"securityContext": null})]), "denied": set()},
	"baseline": {"input": sample.held("baseline", "1.37", [sample.deployment({"securityContext": null})]), "denied": {sample.in_container("/securityContext/runAsNonRoot", {})}},
	"privileged": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"containers": [object.union(sample.container, {"securityContext": {"runAsNonRoot": false}})]}), {"metadata": {"namespace": "nvidia"}})]), "denied": {object.union(sample.in_container("/securityContext/runAsNonRoot", {}), {"object": {"namespace": "nvidia"}})}},
	"not root": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({}), {"metadata": {"namespace": "nvidia"}})]), "denied": set()},
	"in a user namespace": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"securityContext": null, "hostUsers": false}), {"metadata": {"namespace": "nvidia"}})]), "denied": set()},
	"elsewhere": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({}), {"metadata": {"namespace": "nvidia"}}), sample.deployment({"securityContext": null})]), "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	root_user.deny == case.denied with input as case.input
}
