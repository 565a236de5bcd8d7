package policy.network.host_conflict_test

import data.lib.sample_test as sample
import data.policy.network.host_conflict

route(name, host, rule) := sample.namespaced("gateway.networking.k8s.io/v1", "HTTPRoute", name, {"spec": {
	"hostnames": ["z.example.com", host],
	"rules": [{"filters": [{"type": "RequestRedirect"}]}, rule],
}})

serving(matches) := {"backendRefs": [{"name": "iris"}], "matches": matches}

ingress(host, paths) := sample.namespaced("networking.k8s.io/v1", "Ingress", "old", {"spec": {"rules": [
	{"host": host},
	{"host": host, "http": {"paths": paths}},
]}})

answered(object, at, host, path, names) := sample.of(object, at, {"host": host, "path": path, "objects": names})

two(path) := {
	answered(route("a", "", {}), "/spec/hostnames/1", "a.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
	answered(route("b", "", {}), "/spec/hostnames/1", "a.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
	answered(route("a", "", {}), "/spec/hostnames/0", "z.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
	answered(route("b", "", {}), "/spec/hostnames/0", "z.example.com", path, "HTTPRoute/models/a, HTTPRoute/models/b"),
}

mixed(path) := {
	answered(route("a", "", {}), "/spec/hostnames/1", "a.example.com", path, "HTTPRoute/models/a, Ingress/models/old"),
	answered(ingress("", []), "/spec/rules/1", "a.example.com", path, "HTTPRoute/models/a, Ingress/models/old"),
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
	"an Ingress": {"objects": [route("a", "a.example.com", serving(null)), ingress("a.example.com", [{"path": "/"}])], "denied": mixed("/")},
	"an Ingress without a path": {"objects": [route("a", "a.example.com", serving(null)), ingress("a.example.com", [{"pathType": "ImplementationSpecific"}])], "denied": mixed("/")},
	"an Ingress of another type": {"objects": [route("a", "a.example.com", serving(null)), ingress("a.example.com", [{"path": "/", "pathType": "Exact"}])], "denied": set()},
	"an Ingress for another host": {"objects": [route("a", "a.example.com", serving(null)), ingress(null, [{"path": "/"}])], "denied": set()},
	"an Ingress for every host": {"objects": [route("a", "*", serving(null)), ingress(null, [{"path": "/"}])], "denied": {
		answered(route("a", "", {}), "/spec/hostnames/1", "*", "/", "HTTPRoute/models/a, Ingress/models/old"),
		answered(ingress("", []), "/spec/rules/1", "*", "/", "HTTPRoute/models/a, Ingress/models/old"),
	}},
}

test_cases[name] if {
	some name, case in cases
	host_conflict.deny == case.denied with input as sample.stack(case.objects)
}
