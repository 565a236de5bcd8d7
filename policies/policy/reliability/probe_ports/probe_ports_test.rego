package policy.reliability.probe_ports_test

import data.lib.sample_test as sample
import data.policy.reliability.probe_ports

cases := {
	"a name": {"objects": [sample.serving({})], "denied": set()},
	"a number": {"objects": [sample.serving({"livenessProbe": {"httpGet": {"port": 1}}, "readinessProbe": {"httpGet": {"port": 65535}}})], "denied": set()},
	"a command": {"objects": [sample.serving({"livenessProbe": {"httpGet": null, "exec": {"command": ["true"]}}})], "denied": set()},
	"another name": {"objects": [sample.serving({"livenessProbe": {"httpGet": {"port": "web"}}})], "denied": {sample.in_container("/livenessProbe/httpGet/port", {"probe": "livenessProbe", "port": "web"})}},
	"no ports": {"objects": [sample.serving({"ports": null, "startupProbe": null, "livenessProbe": null})], "denied": {sample.in_container("/readinessProbe/httpGet/port", {"probe": "readinessProbe", "port": "http"})}},
	"too small": {"objects": [sample.serving({"startupProbe": {"httpGet": {"port": 0}}})], "denied": {sample.in_container("/startupProbe/httpGet/port", {"probe": "startupProbe", "port": 0})}},
	"too large": {"objects": [sample.serving({"startupProbe": {"httpGet": {"port": 65536}}})], "denied": {sample.in_container("/startupProbe/httpGet/port", {"probe": "startupProbe", "port": 65536})}},
	"none": {"objects": [sample.serving({"startupProbe": {"httpGet": null, "tcpSocket": {}}})], "denied": {sample.in_container("/startupProbe/tcpSocket/port", {"probe": "startupProbe", "port": null})}},
	"none where a port has no name": {"objects": [sample.serving({"ports": [{"name": null, "containerPort": 80}, {"name": "http"}], "startupProbe": {"httpGet": {"port": null}}})], "denied": {sample.in_container("/startupProbe/httpGet/port", {"probe": "startupProbe", "port": null})}},
}

test_cases[name] if {
	some name, case in cases
	probe_ports.deny == case.denied with input as sample.stack(case.objects)
}
