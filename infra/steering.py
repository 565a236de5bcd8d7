"""Whether a stack can bring requests to a model, and to the variants of it that they are for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from infra.clouds import CLOUDS
from infra.misfit import Misfit
from infra.runtimes import server_of
from infra.serving.address import via
from models.variants import AbTest, Canary, Shadow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from infra.settings import Settings
    from models.route import Route
    from models.spec import ModelSpec

_PERCENT = 100


def misfits(spec: ModelSpec, variants: Mapping[str, ModelSpec], settings: Settings) -> Iterator[Misfit]:
    """Yield what keeps requests from arriving where the spec wants them."""
    yield from _capacity(spec, variants)
    if spec.route is None:
        return
    if via(spec, settings) == "ingress":
        yield from _ingress(spec, settings)
    elif spec.route.gateway is None:
        yield from _gateway(spec, spec.route, settings)
    yield from _callers(spec.route, settings)
    yield from _grpc(spec, variants, settings)


def _ingress(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if settings.ingress is None:
        fix = "add slipway:ingress, or leave route.via out"
        yield Misfit(("route", "via"), f"stack {settings.stack} has no Ingress controller", fix)
    if isinstance(spec.rollout, Canary | AbTest | Shadow):
        what = f"an Ingress can't do {spec.rollout.strategy}: it has neither weights nor headers nor copies"
        yield Misfit(("rollout", "strategy"), what, "use strategy: blueGreen, or a stack with a gateway")


def _gateway(spec: ModelSpec, route: Route, settings: Settings) -> Iterator[Misfit]:
    gateway, cloud = settings.addons.gateway, CLOUDS[settings.cloud]
    if gateway is None:
        what = f"stack {settings.stack} has no gateway, so the route would lead nowhere"
        yield Misfit(("route",), what, "add gateway: {} to slipway:addons, or set route: null for this stack")
    # The gateway's listener and its certificate are for *.<domain>, which is one label deep.
    named = [(("route", "host"), route.host), (("route", "grpc", "host"), route.grpc.host if route.grpc else None)]
    named += [(("route", "otherHosts"), host) for host in route.other_hosts]
    for field, host in named:
        if host and host.partition(".")[2] != settings.domain:
            what = f"the gateway of stack {settings.stack} takes no traffic for {host}"
            yield Misfit(field, what, f"choose a host <label>.{settings.domain}, or leave it out")
    if isinstance(spec.rollout, Shadow) and not cloud.gateway_mirrors and gateway and not gateway.class_name:
        what = f"the gateway class {cloud.gateway_class} of {cloud.name} can't copy requests"
        yield Misfit(("rollout", "strategy"), what, "name another class in addons.gateway.className, or use canary")


def _callers(route: Route, settings: Settings) -> Iterator[Misfit]:
    """Refuse a Gateway whose traffic the model's NetworkPolicy would drop."""
    known = CLOUDS[settings.cloud].gateway_namespace or (
        settings.addons.gateway and settings.addons.gateway.source_cidrs
    )
    if route.gateway and not known:
        what = f"nobody says where the requests of a gateway come from on {settings.cloud}, so none would be let in"
        yield Misfit(("route", "gateway"), what, "add sourceCidrs to addons.gateway of the stack's settings")


def _grpc(spec: ModelSpec, variants: Mapping[str, ModelSpec], settings: Settings) -> Iterator[Misfit]:
    for one in variants.values() or [spec]:
        if spec.route and spec.route.grpc and not server_of(one, settings.images).grpc_port:
            what = f"the runtime {one.runtime.profile} doesn't answer over gRPC here"
            yield Misfit(("route", "grpc"), what, "remove it, or choose a runtime and a protocol that do")


def _capacity(spec: ModelSpec, variants: Mapping[str, ModelSpec]) -> Iterator[Misfit]:
    """Refuse a share of the requests for which a variant has too few replicas, by what the stable one has for all."""
    if not isinstance(spec.rollout, Canary):
        return
    stable = variants[spec.rollout.stable]
    for name, one in variants.items():
        weight = spec.rollout.variants[name].weight or 0
        needed = math.ceil(stable.scaling.fewest * weight / _PERCENT)
        if one.compute == stable.compute and one.scaling.fewest < needed:
            what = f"{weight}% of the requests need {needed} replicas, as {spec.rollout.stable} has them, not "
            fix = f"raise scaling.replicas or min to {needed}, or lower the weight"
            yield Misfit(("rollout", "variants", name, "weight"), f"{what}{one.scaling.fewest}", fix)
