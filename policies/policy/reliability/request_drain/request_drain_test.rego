package policy.reliability.request_drain_test

import data.lib.sample_test as sample
import data.policy.reliability.request_drain

service := sample.namespaced("v1", "Service", "iris", {"spec": {"selector": {"app": "iris"}}})

route(timeout) := sample.namespaced("gateway.networking.k8s.io/v1", "HTTPRoute", "iris", {"spec": {"rules": [
	{"backendRefs": [{"name": "other"}]},
	{"backendRefs": [{"name": "iris", "port": 80}], "timeouts": {"request": timeout}},
]}})

sleeping(seconds, grace) := sample.deployment({
	"terminationGracePeriodSeconds": grace,
	"containers": [object.union(sample.container, {"lifecycle": {"preStop": {"sleep": {"seconds": seconds}}}})],
})

late(timeout, pause, grace) := sample.of(route(timeout), "/spec/rules/1/timeouts/request", {
	"timeout": timeout,
	"workload": "Deployment/iris",
	"pause": pause,
	"grace": grace,
})

cases := {
	"in time": {"objects": [service, route("15s"), sleeping(15, 30)], "denied": set()},
	"too late": {"objects": [service, route("15001ms"), sleeping(15, 30)], "denied": {late("15001ms", 15, 30)}},
	"too late by default": {"objects": [service, route("31s"), sample.serving({})], "denied": {late("31s", 0, 30)}},
	"minutes": {"objects": [service, route("1m1s"), sleeping(0, 60)], "denied": {late("1m1s", 0, 60)}},
	"minutes in time": {"objects": [service, route("1m"), sleeping(0, 60)], "denied": set()},
	"hours": {"objects": [service, route("01h"), sleeping(0, 3599)], "denied": {late("01h", 0, 3599)}},
	"no timeout": {"objects": [service, route(null), sleeping(15, 16)], "denied": set()},
	"zero is no timeout": {"objects": [service, route("0s"), sleeping(15, 16)], "denied": set()},
	"a grace that is text": {"objects": [service, route("99s"), sleeping(15, "x")], "denied": set()},
	"no service": {"objects": [route("99s"), sleeping(15, 16)], "denied": set()},
	"another namespace": {"objects": [object.union(service, {"metadata": {"namespace": "other"}}), object.union(sleeping(0, 5), {"metadata": {"namespace": "other"}}), object.union(route("9s"), {"spec": {"rules": [{"timeouts": {"request": "9s"}, "backendRefs": [{"name": "iris", "namespace": "other"}]}]}})], "denied": {object.union(late("9s", 0, 5), {"path": "/spec/rules/0/timeouts/request"})}},
}

test_cases[name] if {
	some name, case in cases
	request_drain.deny == case.denied with input as sample.stack(case.objects)
}
