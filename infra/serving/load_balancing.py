"""What a cloud's own load balancer must be told about a model's Service: health, timeouts, how to reach the pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.clouds import CLOUDS
from infra.clouds.gateway import Backend
from infra.serving.address import via
from infra.way_in import facts_of

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

_ANY = Backend(service="", ready_path="", request_seconds=0, drain_seconds=0)
SOURCES: Sources = {
    (extra.kind, ""): "lifecycle.requestTimeoutSeconds"
    for cloud in CLOUDS.values()
    for extra in cloud.gateway.backend(_ANY)
}


def companions(target: Target) -> list[Manifest]:
    """Return the objects beside the Service that the gateway's controller reads, if there is a route to it."""
    if target.spec.route is None or via(target.spec, target.settings) != "gateway":
        return []
    lifecycle = target.spec.lifecycle
    backend = Backend(
        service=target.name,
        ready_path=target.server.ready_path,
        request_seconds=lifecycle.request_timeout_seconds,
        drain_seconds=lifecycle.pre_stop_seconds + lifecycle.request_timeout_seconds,
    )
    extras = facts_of(target.settings, target.cloud).backend(backend)
    return [{**target.manifest(extra.api_version, extra.kind), **extra.content} for extra in extras]
