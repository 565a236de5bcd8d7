package policy.consistency.service_port_test

import data.lib.sample_test as sample
import data.policy.consistency.service_port

service(port) := sample.namespaced("v1", "Service", "iris", {"spec": {"selector": {"app": "iris"}, "ports": [
	{"port": 80, "targetPort": "http"},
	port,
]}})

cases := {
	"a name": {"objects": [sample.serving({}), service({"targetPort": "http"})], "denied": set()},
	"a number": {"objects": [sample.serving({}), service({"targetPort": 9})], "denied": set()},
	"nothing": {"objects": [sample.serving({}), service({"port": 80})], "denied": set()},
	"another name": {"objects": [sample.serving({}), service({"targetPort": "grpc"})], "denied": {sample.of(service({}), "/spec/ports/1/targetPort", {"port": "grpc"})}},
	"no pods": {"objects": [service({"targetPort": "grpc"})], "denied": set()},
	"one of two containers": {"objects": [sample.deployment({"containers": [sample.container, {"name": "b", "ports": [{"name": "grpc"}]}]}), service({"targetPort": "grpc"})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	service_port.deny == case.denied with input as sample.stack(case.objects)
}
