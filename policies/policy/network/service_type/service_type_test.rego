package policy.network.service_type_test

import data.lib.sample_test as sample
import data.policy.network.service_type

service(type) := sample.namespaced("v1", "Service", "iris", {"spec": {"type": type}})

cases := {
	"inside": {"objects": [service("ClusterIP")], "denied": set()},
	"by default": {"objects": [service(null)], "denied": set()},
	"a name elsewhere": {"objects": [service("ExternalName")], "denied": set()},
	"a port of every node": {"objects": [service("NodePort")], "denied": {sample.of(service(null), "/spec/type", {"type": "NodePort"})}},
	"a load balancer": {"objects": [service("LoadBalancer")], "denied": {sample.of(service(null), "/spec/type", {"type": "LoadBalancer"})}},
	"of another API": {"objects": [object.union(service("LoadBalancer"), {"apiVersion": "serving.knative.dev/v1"})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	service_type.deny == case.denied with input as sample.stack(case.objects)
}

test_listed if {
	denied := service_type.deny with input as sample.stack([service("NodePort")])
		with data.config.defaults.exposed_services as ["models/iris"]
	denied == set()
}
