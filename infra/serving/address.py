"""Where a model is reached from outside, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from infra.serving.target import Target
    from infra.settings import Settings
    from models.spec import ModelSpec


def via(spec: ModelSpec, settings: Settings) -> Literal["gateway", "ingress"]:
    """Return what carries a model's requests: what its route asks for, else what the stack has."""
    if spec.route and spec.route.via:
        return spec.route.via
    return "ingress" if settings.ingress and not settings.addons.gateway else "gateway"


def hosts(target: Target) -> list[str]:
    """Return the host names of the model's route."""
    route = target.spec.route
    if route is None:
        return []
    return [route.host or f"{target.spec.name}.{target.settings.domain}", *route.other_hosts]


def grpc_host(target: Target) -> str:
    """Return the host name of the model's gRPC route."""
    grpc = target.spec.route.grpc if target.spec.route else None
    return (grpc and grpc.host) or f"{target.spec.name}-grpc.{target.settings.domain}"
