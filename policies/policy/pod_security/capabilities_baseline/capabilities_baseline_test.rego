package policy.pod_security.capabilities_baseline_test

import data.lib.sample_test as sample
import data.policy.pod_security.capabilities_baseline

common := concat("", [
	"AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, ",
	"SETPCAP, SETUID, SYS_CHROOT",
])

cases := {
	"adds a common one": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"capabilities": {"add": ["CHOWN"]}}})]), "denied": set()},
	"adds null": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"capabilities": {"add": null}}})]), "denied": set()},
	"adds another": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"capabilities": {"add": ["CHOWN", "NET_RAW"]}}})]), "denied": {sample.in_container("/securityContext/capabilities/add", {"add": `["CHOWN","NET_RAW"]`, "allowed": common})}},
	"adds a mapping": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"capabilities": {"add": {"a": "CHOWN"}}}})]), "denied": {sample.in_container("/securityContext/capabilities/add", {"add": `{"a":"CHOWN"}`, "allowed": common})}},
	"adds text": {"input": sample.held("baseline", "1.37", [sample.serving({"securityContext": {"capabilities": {"add": "CHOWN"}}})]), "denied": {sample.in_container("/securityContext/capabilities/add", {"add": `"CHOWN"`, "allowed": common})}},
	"restricted before its own rule": {"input": sample.held("restricted", "1.21", [sample.serving({"securityContext": {"capabilities": {"add": ["BPF"]}}})]), "denied": {sample.in_container("/securityContext/capabilities/add", {"add": `["BPF"]`, "allowed": common})}},
	"restricted with its own rule": {"input": sample.held("restricted", "1.22", [sample.serving({"securityContext": {"capabilities": {"add": ["BPF"]}}})]), "denied": set()},
	"privileged": {"input": sample.held("privileged", "1.37", [sample.serving({"securityContext": {"capabilities": {"add": ["BPF"]}}})]), "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	capabilities_baseline.deny == case.denied with input as case.input
}
