package policy.network.host_conflict_test

import data.lib.sample_test as sample
import data.policy.network.host_conflict

route(name, host, rule) := at([{"name": "public", "namespace": "gateway"}], name, host, rule)

at(parents, name, host, rule) := sample.namespaced("gateway.networking.k8s.io/v1", "HTTPRoute", name, {"spec": {
	"parentRefs": parents,
	"hostnames": ["z.example.com", host],
	"rules": [{"filters": [{"type": "RequestRedirect"}]}, rule],
}})

all_of(parents, name) := at(parents, name, "a.example.com", serving(null))

# Beside a route to the Gateway `public` of its own namespace, and one of another.
beside(parents, answers) := {
	"objects": [all_of([{"name": "other"}, {"name": "public", "namespace": null}], "a"), all_of(parents, "b")],
	"denied": answers,
}

grpc(name, matches) := sample.namespaced("gateway.networking.k8s.io/v1", "GRPCRoute", name, {"spec": {
	"parentRefs": [{"name": "public"}],
	"hostnames": ["a.example.com"],
	"rules": [{"backendRefs": [{"name": "iris"}], "matches": matches}],
}})

calls(left, right, answers) := {"objects": [grpc("a", left), grpc("b", right)], "denied": answers}

called(path) := {found |
	some name in ["a", "b"]
	found := answered(grpc(name, []), "/spec/hostnames/0", "a.example.com", path, "GRPCRoute/models/a, GRPCRoute/models/b")
}

serving(matches) := {"backendRefs": [{"name": "iris"}], "matches": matches}

ingress(name, host, paths) := sample.namespaced("networking.k8s.io/v1", "Ingress", name, {"spec": {"rules": [
	{"host": host},
	{"host": host, "http": {"paths": paths}},
]}})

root(name) := ingress(name, "a.example.com", [{"path": "/"}])

of_class(name, class) := json.patch(root(name), [{"op": "add", "path": "/spec/ingressClassName", "value": class}])

annotated(name, class) := json.patch(root(name), [{"op": "add", "path": "/metadata/annotations", "value": {"kubernetes.io/ingress.class": class}}])

answered(object, at, host, path, names) := sample.of(object, at, {"host": host, "path": path, "objects": names})

two(path) := {
	answered(route("a", "", {}), "/spec/hostnames/1", "a.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
	answered(route("b", "", {}), "/spec/hostnames/1", "a.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
	answered(route("a", "", {}), "/spec/hostnames/0", "z.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
	answered(route("b", "", {}), "/spec/hostnames/0", "z.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
}

both(host, path) := {found |
	some name in ["a", "b"]
	found := answered(ingress(name, "", []), "/spec/rules/1", host, path, "Ingress/models/a, Ingress/models/b")
}

cases := {
	"one": {"objects": [route("a", "a.example.com", serving(null))], "denied": set()},
	"itself twice": {"objects": [route("a", "z.example.com", serving(null))], "denied": set()},
	"redirects": {"objects": [route("a", "a.example.com", serving(null)), route("b", "a.example.com", {"matches": []})], "denied": set()},
	"everything": {"objects": [route("a", "a.example.com", serving(null)), route("b", "a.example.com", serving([]))], "denied": two("/")},
	"the same path": {"objects": [route("a", "a.example.com", serving([{"path": {"type": "Exact", "value": "/v1"}}])), route("b", "a.example.com", serving([{"path": {"value": "/x"}}, {"path": {"type": "Exact", "value": "/v1"}}]))], "denied": two("/v1")},
	"the default type": {"objects": [route("a", "a.example.com", serving([{"path": {"type": "PathPrefix", "value": "/v1"}}])), route("b", "a.example.com", serving([{"path": {"value": "/v1"}}]))], "denied": two("/v1")},
	"another path": {"objects": [route("a", "a.example.com", serving([{"path": {"value": "/a"}}])), route("b", "a.example.com", serving([{"path": {"value": "/b"}}]))], "denied": set()},
	"another type": {"objects": [route("a", "a.example.com", serving([{"path": {"value": "/a"}}])), route("b", "a.example.com", serving([{"path": {"type": "Exact", "value": "/a"}}]))], "denied": set()},
	"another condition": {"objects": [route("a", "a.example.com", serving([{"method": "GET"}])), route("b", "a.example.com", serving([{"method": "POST"}]))], "denied": set()},
	"attached to nothing": beside([], set()),
	"another Gateway": beside([{"name": "private"}], set()),
	"a Gateway elsewhere": beside([{"name": "public", "namespace": "gateway"}], set()),
	"no Gateway": beside([{"name": "public", "kind": "Service"}], set()),
	"the same Gateway": beside([{"name": "public", "namespace": "models", "kind": "Gateway"}], two("/")),
	"one of its Gateways": beside([{"name": "private"}, {"name": "other"}], two("/")),
	"every call": calls(null, [{}], called("/*/*")),
	"the same call": calls([{"method": {"service": "s", "method": "m"}}], [{"method": {"type": "Exact", "service": "s", "method": "m"}}], called("/s/m")),
	"another service": calls([{"method": {"service": "s", "method": "m"}}], [{"method": {"service": "t", "method": "m"}}], set()),
	"another method": calls([{"method": {"service": "s", "method": "m"}}], [{"method": {"service": "s", "method": "n"}}], set()),
	"a call of another type": calls([{"method": {"service": "s", "method": "m"}}], [{"method": {"type": "RegularExpression", "service": "s", "method": "m"}}], set()),
	"a call with another header": calls([{"headers": [{"name": "x", "value": "1"}]}], [{"headers": [{"name": "x", "value": "2"}]}], set()),
	"a call and a request": {"objects": [grpc("a", null), route("b", "a.example.com", serving(null))], "denied": set()},
	"an Ingress beside a route": {"objects": [route("a", "a.example.com", serving(null)), root("b")], "denied": set()},
	"two Ingresses": {"objects": [root("a"), root("b")], "denied": both("a.example.com", "/")},
	"two of one class": {"objects": [of_class("a", "alb"), of_class("b", "alb")], "denied": both("a.example.com", "/")},
	"a class by annotation": {"objects": [of_class("a", "gce"), annotated("b", "gce")], "denied": both("a.example.com", "/")},
	"two classes": {"objects": [of_class("a", "alb"), of_class("b", "traefik")], "denied": set()},
	"another class by annotation": {"objects": [of_class("a", "gce-internal"), annotated("b", "gce")], "denied": set()},
	"no class and one": {"objects": [root("a"), of_class("b", "alb")], "denied": set()},
	"Ingresses without paths": {"objects": [ingress("a", "a.example.com", [{"pathType": "ImplementationSpecific"}]), ingress("b", "a.example.com", [{}])], "denied": both("a.example.com", "/")},
	"Ingresses of two types": {"objects": [root("a"), ingress("b", "a.example.com", [{"path": "/", "pathType": "Exact"}])], "denied": set()},
	"Ingresses for two hosts": {"objects": [root("a"), ingress("b", null, [{"path": "/"}])], "denied": set()},
	"Ingresses for every host": {"objects": [ingress("a", null, [{"path": "/"}]), ingress("b", "*", [{"path": "/"}])], "denied": both("*", "/")},
}

test_cases[name] if {
	some name, case in cases
	host_conflict.deny == case.denied with input as sample.stack(case.objects)
}
