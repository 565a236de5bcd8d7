package policy.pod_security.host_probes_test

import data.lib.sample_test as sample
import data.policy.pod_security.host_probes

cases := {
	"no host": {"input": sample.stack([sample.serving({})]), "denied": set()},
	"an empty host": {"input": sample.stack([sample.serving({"livenessProbe": {"httpGet": {"host": ""}, "tcpSocket": {"host": null}}})]), "denied": set()},
	"an empty host of a hook": {"input": sample.stack([sample.serving({"lifecycle": {"preStop": {"httpGet": {"host": ""}}}})]), "denied": set()},
	"lifecycle is null": {"input": sample.stack([sample.serving({"lifecycle": null})]), "denied": set()},
	"of each kind": {"input": sample.stack([sample.serving({"startupProbe": {"httpGet": {"host": "a"}}, "readinessProbe": {"tcpSocket": {"host": "b"}}, "lifecycle": {"preStop": {"httpGet": {"host": "c"}}}})]), "denied": {sample.in_container("/startupProbe/httpGet/host", {"host": "a"}), sample.in_container("/readinessProbe/tcpSocket/host", {"host": "b"}), sample.in_container("/lifecycle/preStop/httpGet/host", {"host": "c"})}},
	"before there was a rule": {"input": sample.held("restricted", "1.33", [sample.serving({"startupProbe": {"httpGet": {"host": "a"}}})]), "denied": set()},
	"baseline": {"input": sample.held("baseline", "1.34", [sample.serving({"startupProbe": {"httpGet": {"host": "a"}}})]), "denied": {sample.in_container("/startupProbe/httpGet/host", {"host": "a"})}},
}

test_cases[name] if {
	some name, case in cases
	host_probes.deny == case.denied with input as case.input
}
