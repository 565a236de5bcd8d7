"""The way in from outside: routes on a gateway, or an Ingress. Fields that the API would default are written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.address import grpc_host, hosts, via
from infra.serving.ingress import ingresses
from infra.serving.rules import rules
from infra.serving.service import GRPC_PORT, PORT

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.route import Route

_MOST_RULES = 16
SOURCES: Sources = {
    **{(kind, ""): "route" for kind in ("HTTPRoute", "GRPCRoute")},
    **{(kind, "/spec/parentRefs"): "route.gateway" for kind in ("HTTPRoute", "GRPCRoute")},
    ("HTTPRoute", "/spec/hostnames"): "route.host",
    ("GRPCRoute", "/spec/hostnames"): "route.grpc.host",
    **{("HTTPRoute", f"/spec/rules/{index}/matches"): "route.path" for index in range(_MOST_RULES)},
    **{
        ("HTTPRoute", f"/spec/rules/{index}/timeouts"): "lifecycle.requestTimeoutSeconds"
        for index in range(_MOST_RULES)
    },
}
_GROUP = "gateway.networking.k8s.io"
_API = f"{_GROUP}/v1"


def routes(target: Target) -> list[Manifest]:
    """Return what brings requests from outside to the model, if the spec asks for it."""
    route = target.spec.route
    if route is None:
        return []
    if via(target.spec, target.settings) == "ingress":
        return ingresses(target, route)
    return [_http(target, route), *_redirects(target, route), *_grpc(target, route)]


def _http(target: Target, route: Route) -> Manifest:
    match = {"path": {"type": "PathPrefix", "value": route.path}}
    timeouts = {"timeouts": {"request": f"{target.spec.lifecycle.request_timeout_seconds}s"}}
    spec = {
        "parentRefs": [_parent(route)],
        "hostnames": hosts(target),
        "rules": rules(target, PORT, match, timeouts),
    }
    return {**target.manifest(_API, "HTTPRoute"), "spec": spec}


def _parent(route: Route, section: str = "") -> Manifest:
    own = route.gateway
    name, namespace = (own.name, own.namespace) if own else ("public", "gateway")
    listener = section or (own.section_name if own else "https")
    return {"group": _GROUP, "kind": "Gateway", "name": name, "namespace": namespace, "sectionName": listener}


def _redirects(target: Target, route: Route) -> list[Manifest]:
    """Return the way from http to https on an own gateway; the stack's gateway sends all its hosts on by itself."""
    section = route.gateway.http_section_name if route.gateway else None
    if not section:
        return []
    redirect = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
    spec = {
        "parentRefs": [_parent(route, section)],
        "hostnames": hosts(target),
        "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}], "filters": [redirect]}],
    }
    return [{**target.manifest(_API, "HTTPRoute", f"{target.name}-redirect"), "spec": spec}]


def _grpc(target: Target, route: Route) -> list[Manifest]:
    if route.grpc is None:
        return []
    spec = {
        "parentRefs": [_parent(route)],
        "hostnames": [grpc_host(target)],
        "rules": rules(target, GRPC_PORT, {}, {}),
    }
    return [{**target.manifest(_API, "GRPCRoute"), "spec": spec}]
