package policy.consistency.port_names_test

import data.lib.sample_test as sample
import data.policy.consistency.port_names

service(ports) := sample.namespaced("v1", "Service", "iris", {"spec": {"ports": ports}})

cases := {
	"one": {"objects": [sample.serving({}), service([{"port": 80}])], "denied": set()},
	"two names": {"objects": [sample.serving({"ports": [{"name": "a"}, {"name": "b"}, {"containerPort": 1}, {"containerPort": 2}]}), service([{"name": "a"}, {"name": "b"}])], "denied": set()},
	"the same name": {"objects": [sample.serving({"ports": [{"name": "a"}, {"name": "b"}, {"name": "a"}]})], "denied": {sample.in_pod("/containers", {"port": "a", "count": 2})}},
	"in two containers": {"objects": [sample.deployment({"containers": [sample.container, {"name": "b", "ports": [{"name": "http"}]}]})], "denied": {sample.in_pod("/containers", {"port": "http", "count": 2})}},
	"no name": {"objects": [service([{"name": "a", "port": 80}, {"port": 81}])], "denied": {sample.of(service([]), "/spec/ports", {"port": "nothing", "count": 2})}},
}

test_cases[name] if {
	some name, case in cases
	port_names.deny == case.denied with input as sample.stack(case.objects)
}
