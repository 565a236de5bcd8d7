package policy.consistency.route_backend_test

import data.lib.sample_test as sample
import data.policy.consistency.route_backend

service := sample.namespaced("v1", "Service", "iris", {"spec": {"ports": [{"port": 80, "name": "http"}, {"port": 81}]}})

route(backend) := sample.namespaced("gateway.networking.k8s.io/v1", "HTTPRoute", "iris", {"spec": {"rules": [
	{"backendRefs": [{"name": "iris", "port": 80}]},
	{"backendRefs": [{"name": "iris", "port": 81}, backend]},
]}})

mirror(backend) := sample.namespaced("gateway.networking.k8s.io/v1", "HTTPRoute", "iris", {"spec": {"rules": [{
	"backendRefs": [{"name": "iris", "port": 80}],
	"filters": [{"type": "RequestRedirect"}, {"type": "RequestMirror", "requestMirror": {"backendRef": backend}}],
}]}})

grpc(backend) := sample.namespaced("gateway.networking.k8s.io/v1", "GRPCRoute", "iris", {"spec": {"rules": [{"backendRefs": [backend]}]}})

ingress(backend) := sample.namespaced("networking.k8s.io/v1", "Ingress", "iris", {"spec": {"rules": [
	{"host": "a"},
	{"http": {"paths": [{"backend": {"service": {"name": "iris", "port": {"number": 80}}}}, {"backend": backend}]}},
]}})

astray(target, path, service_name, port) := sample.of(target, path, {"service": service_name, "port": port})

cases := {
	"there": {"objects": [sample.namespace, service, route({"name": "iris", "port": 81})], "denied": set()},
	"by name": {"objects": [sample.namespace, service, ingress({"service": {"name": "iris", "port": {"name": "http"}}})], "denied": set()},
	"of another kind": {"objects": [sample.namespace, service, route({"kind": "InferencePool", "name": "iris"})], "denied": set()},
	"a resource": {"objects": [sample.namespace, service, ingress({"resource": {"name": "iris"}})], "denied": set()},
	"another Service": {"objects": [sample.namespace, service, route({"kind": "Service", "name": "other", "port": 80})], "denied": {astray(route({}), "/spec/rules/1/backendRefs/1", "other", 80)}},
	"another port": {"objects": [sample.namespace, service, route({"name": "iris", "port": 82})], "denied": {astray(route({}), "/spec/rules/1/backendRefs/1", "iris", 82)}},
	"no port": {"objects": [sample.namespace, service, route({"name": "iris"})], "denied": {astray(route({}), "/spec/rules/1/backendRefs/1", "iris", null)}},
	"another namespace": {"objects": [sample.namespace, service, route({"name": "iris", "port": 80, "namespace": "other"})], "denied": set()},
	"a copy": {"objects": [sample.namespace, service, mirror({"name": "iris", "port": 81})], "denied": set()},
	"a copy astray": {"objects": [sample.namespace, service, mirror({"name": "other", "port": 80})], "denied": {astray(mirror({}), "/spec/rules/0/filters/1/requestMirror/backendRef", "other", 80)}},
	"by gRPC": {"objects": [sample.namespace, service, grpc({"name": "iris", "port": 81})], "denied": set()},
	"by gRPC astray": {"objects": [sample.namespace, service, grpc({"name": "other", "port": 80})], "denied": {astray(grpc({}), "/spec/rules/0/backendRefs/0", "other", 80)}},
	"an Ingress astray": {"objects": [sample.namespace, service, ingress({"service": {"name": "other", "port": {"number": 80}}})], "denied": {astray(ingress({}), "/spec/rules/1/http/paths/1/backend/service", "other", 80)}},
	"an Ingress to another port": {"objects": [sample.namespace, service, ingress({"service": {"name": "iris", "port": {"name": "web"}}})], "denied": {astray(ingress({}), "/spec/rules/1/http/paths/1/backend/service", "iris", "web")}},
	"an Ingress to no port": {"objects": [sample.namespace, service, ingress({"service": {"name": "iris"}})], "denied": {astray(ingress({}), "/spec/rules/1/http/paths/1/backend/service", "iris", null)}},
	"nobody knows the namespace": {"objects": [service, route({"name": "other"})], "denied": set()},
}

test_cases[name] if {
	some name, case in cases
	route_backend.deny == case.denied with input as sample.stack(case.objects)
}
