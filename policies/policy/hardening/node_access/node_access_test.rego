package policy.hardening.node_access_test

import data.lib.sample_test as sample
import data.policy.hardening.node_access

cases := {
	"nothing": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({}), {"metadata": {"namespace": "nvidia"}})]), "denied": set()},
	"harmless": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"hostPID": null, "volumes": [{"name": "tmp", "emptyDir": {}, "hostPath": null}]}), {"metadata": {"namespace": "nvidia"}})]), "denied": set()},
	"a directory of the node": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"volumes": [{"name": "run", "hostPath": {}}]}), {"metadata": {"namespace": "nvidia"}})]), "denied": {object.union(sample.in_pod("/volumes/0/hostPath", {"what": "volume run"}), {"object": {"namespace": "nvidia"}})}},
	"its network": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"hostNetwork": true}), {"metadata": {"namespace": "nvidia"}})]), "denied": {object.union(sample.in_pod("/hostNetwork", {"what": "hostNetwork"}), {"object": {"namespace": "nvidia"}})}},
	"a privileged container": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"containers": [object.union(sample.container, {"securityContext": {"privileged": true}})]}), {"metadata": {"namespace": "nvidia"}})]), "denied": {object.union(sample.in_container("/securityContext/privileged", {"what": "container server"}), {"object": {"namespace": "nvidia"}})}},
	"a capability": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({"containers": [object.union(sample.container, {"securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}})]}), {"metadata": {"namespace": "nvidia"}})]), "denied": {object.union(sample.in_container("/securityContext/capabilities", {"what": "container server"}), {"object": {"namespace": "nvidia"}})}},
	"elsewhere": {"input": sample.stack([object.union(sample.labelled({"pod-security.kubernetes.io/enforce": "privileged"}), {"metadata": {"name": "nvidia"}}), object.union(sample.deployment({}), {"metadata": {"namespace": "nvidia"}}), sample.serving({"securityContext": {"privileged": true}})]), "denied": set()},
	"judged by a standard": {"input": sample.stack([sample.deployment({"hostNetwork": true})]), "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	node_access.deny == case.denied with input as case.input
}
