"""The way in from outside: a route on the stack's gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.service import PORT

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("HTTPRoute", ""): "route",
    ("HTTPRoute", "/spec/hostnames"): "route.host",
    ("HTTPRoute", "/spec/rules/0/matches"): "route.path",
    ("HTTPRoute", "/spec/rules/0/timeouts"): "lifecycle.requestTimeoutSeconds",
}
_GROUP = "gateway.networking.k8s.io"


def routes(target: Target) -> list[Manifest]:
    """Return the HTTPRoute, if the spec asks for one; fields that the API would default are written out."""
    route = target.spec.route
    if route is None:
        return []
    backend = {"group": "", "kind": "Service", "name": target.name, "port": PORT, "weight": 1}
    rule = {
        "matches": [{"path": {"type": "PathPrefix", "value": route.path}}],
        "backendRefs": [backend],
        "timeouts": {"request": f"{target.spec.lifecycle.request_timeout_seconds}s"},
    }
    parent = {"group": _GROUP, "kind": "Gateway", "name": "public", "namespace": "gateway", "sectionName": "https"}
    spec = {"parentRefs": [parent], "hostnames": [host(target)], "rules": [rule]}
    return [{**target.manifest(f"{_GROUP}/v1", "HTTPRoute"), "spec": spec}]


def host(target: Target) -> str:
    """Return the route's host name."""
    named = target.spec.route.host if target.spec.route else None
    return named or f"{target.name}.{target.settings.domain}"
