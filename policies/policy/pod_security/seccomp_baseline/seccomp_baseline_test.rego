package policy.pod_security.seccomp_baseline_test

import data.lib.sample_test as sample
import data.policy.pod_security.seccomp_baseline

cases := {
	"says nothing": {"input": sample.held("baseline", "1.37", [sample.deployment({"securityContext": {"seccompProfile": null}})]), "denied": set()},
	"the node's": {"input": sample.held("baseline", "1.37", [sample.deployment({"securityContext": {"seccompProfile": {"type": "Localhost"}}})]), "denied": set()},
	"off for the container": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})]), "denied": {sample.in_container("/securityContext/seccompProfile/type", {"subject": "container server", "profile": "Unconfined", "allowed": "Localhost, RuntimeDefault"})}},
	"off for the pod": {"input": sample.held("baseline", "1.19", [sample.deployment({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})]), "denied": {sample.in_pod("/securityContext/seccompProfile/type", {"subject": "the pod", "profile": "Unconfined", "allowed": "Localhost, RuntimeDefault"})}},
	"restricted has its own rule": {"input": sample.stack([sample.deployment({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})]), "denied": set()},
	"before the field": {"input": sample.held("baseline", "1.18", [sample.deployment({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})]), "denied": set()},
	"annotated": {"input": sample.held("restricted", "1.18", [sample.annotated({"container.seccomp.security.alpha.kubernetes.io/server": "localhost/own"})]), "denied": set()},
	"annotated as Docker did": {"input": sample.held("restricted", "1.18", [sample.annotated({"container.seccomp.security.alpha.kubernetes.io/server": "docker/default"})]), "denied": set()},
	"annotated for nobody": {"input": sample.held("baseline", "1.18", [sample.annotated({"container.seccomp.security.alpha.kubernetes.io/server2": "unconfined"})]), "denied": set()},
	"off by annotation": {"input": sample.held("baseline", "1.18", [sample.annotated({"container.seccomp.security.alpha.kubernetes.io/server": "unconfined"})]), "denied": {object.union(sample.in_pod("", {"subject": "container server", "profile": "unconfined", "allowed": "runtime/default, docker/default, localhost/*"}), {"path": "/spec/template/metadata/annotations/container.seccomp.security.alpha.kubernetes.io~1server"})}},
	"no text": {"input": sample.held("baseline", "1.18", [sample.annotated({"container.seccomp.security.alpha.kubernetes.io/server": null})]), "denied": {object.union(sample.in_pod("", {"subject": "container server", "profile": null, "allowed": "runtime/default, docker/default, localhost/*"}), {"path": "/spec/template/metadata/annotations/container.seccomp.security.alpha.kubernetes.io~1server"})}},
	"off for a whole pod": {"input": sample.held("baseline", "1.18", [object.union(sample.workload("Pod", sample.pod), {"metadata": {"annotations": {"seccomp.security.alpha.kubernetes.io/pod": "unconfined"}}})]), "denied": {{"object": sample.identity("Pod"), "container": null, "path": "/metadata/annotations/seccomp.security.alpha.kubernetes.io~1pod", "args": {"subject": "the pod", "profile": "unconfined", "allowed": "runtime/default, docker/default, localhost/*"}}}},
	"annotations no longer count": {"input": sample.held("baseline", "1.19", [sample.annotated({"container.seccomp.security.alpha.kubernetes.io/server": "unconfined"})]), "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	seccomp_baseline.deny == case.denied with input as case.input
}
