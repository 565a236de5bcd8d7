"""What a cloud's own load balancer must be told about a model's Services: health, timeouts, how to reach the pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import labels
from infra.clouds import CLOUDS
from infra.clouds.gateway import Backend
from infra.serving import variants
from infra.way_in import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

_ANY = Backend(service="", ready_path="", request_seconds=0, drain_seconds=0)
SOURCES: Sources = {
    (extra.kind, ""): "lifecycle.requestTimeoutSeconds"
    for cloud in CLOUDS.values()
    for extra in cloud.gateway.backend(_ANY)
}


def companions(target: Target, routes: list[Manifest]) -> list[Manifest]:
    """Return the objects beside each Service that a route refers to, which the gateway's controller reads."""
    own = {labels.variant_name(target.name, name): one for name, one in variants.targets(target).items()}
    names = dict.fromkeys(name for route in routes for name in _services(route))
    return [made for name in names for made in _extras(own.get(name, target), name)]


def _services(route: Manifest) -> Iterator[str]:
    """Yield the names of the Services that get a route's requests, or copies of them."""
    for rule in route["spec"].get("rules", ()):
        references = list(rule.get("backendRefs", ()))
        references += [one["requestMirror"]["backendRef"] for one in rule.get("filters", ()) if "requestMirror" in one]
        yield from (reference["name"] for reference in references)


def _extras(target: Target, service: str) -> list[Manifest]:
    lifecycle = target.spec.lifecycle
    backend = Backend(
        service=service,
        ready_path=target.server.ready_path,
        request_seconds=lifecycle.request_timeout_seconds,
        drain_seconds=lifecycle.pre_stop_seconds + lifecycle.request_timeout_seconds,
    )
    extras = facts_of(target.settings, target.cloud).backend(backend)
    return [{**target.manifest(extra.api_version, extra.kind, service), **extra.content} for extra in extras]
