"""Whether a stack can scale a model as its spec asks: who would do it, and who would tell the load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.misfit import Misfit
from infra.serving.artifact import download_seconds
from infra.serving.keda import server_address
from infra.serving.load import NEEDS, measured, questions
from infra.serving.probes import load_budget
from infra.serving.scaling import needs_keda
from infra.serving.target import target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.serving.target import Target
    from infra.settings import Settings
    from models.spec import ModelSpec

_METRICS = ("scaling", "metrics")


def _scaling(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    on = target(spec, settings)
    if on.scaling.autoscaled:
        for check in (_keda, _runtime, _of_pods, _gpu, _to_zero, _queries):
            yield from check(on)


def _keda(on: Target) -> Iterator[Misfit]:
    if not needs_keda(on):
        return
    stack, reason = on.settings.stack, _reason(on)
    if on.settings.autoscaler.keda is None:
        what = f"stack {stack} has no KEDA, and nothing else can scale by {'.'.join(reason[1:])}"
        fix = "add keda: {} to slipway:autoscaler once it is installed, or scale by metrics.cpuPercent here"
        yield Misfit(reason, what, fix)
    elif questions(on) and server_address(on) is None:
        what = f"stack {stack} doesn't say where KEDA finds Prometheus"
        fix = "add prometheus: {} to slipway:addons, or server: http://… to slipway:monitoring"
        yield Misfit(reason, what, fix)


def _reason(on: Target) -> tuple[str, ...]:
    """Return the field because of which KEDA is needed."""
    scaling = on.scaling
    for name in (*scaling.metrics.queried, *(["gpuPercent"] if scaling.metrics.gpu_percent else [])):
        return (*_METRICS, name)
    return ("scaling", "scaleToZero" if scaling.scale_to_zero else "schedule")


def _runtime(on: Target) -> Iterator[Misfit]:
    profile, known = on.spec.runtime.profile, on.server.metrics
    usable = [name for name in NEEDS if measured(known, name)]
    for name in on.scaling.metrics.queried:
        if name in NEEDS and name not in usable:
            what = f"{profile} doesn't measure what {name} needs"
            instead = f"choose {', '.join(usable)}, or ask your own question with promql"
            yield Misfit((*_METRICS, name), what, instead if usable else "ask your own question with promql")


def _of_pods(on: Target) -> Iterator[Misfit]:
    if on.scaling.metrics.pods and not on.settings.autoscaler.custom_metrics:
        what = f"stack {on.settings.stack} has no adapter that serves metrics of pods"
        fix = "say customMetrics: true in slipway:autoscaler once it is installed, or ask Prometheus with promql"
        yield Misfit((*_METRICS, "pods"), what, fix)


def _gpu(on: Target) -> Iterator[Misfit]:
    if not on.scaling.metrics.gpu_percent:
        return
    field, settings = (*_METRICS, "gpuPercent"), on.settings
    if on.spec.compute.gpu is None:
        yield Misfit(field, "the model has no GPU", "remove it, or add compute.gpu")
    elif on.spec.compute.gpu.vendor != "nvidia":
        what = f"DCGM measures NVIDIA's GPUs, not those of {on.spec.compute.gpu.vendor}"
        yield Misfit(field, what, "remove it, or ask your own exporter with promql")
    elif not settings.monitoring.dcgm:
        what = f"nothing on stack {settings.stack} measures the use of GPUs"
        yield Misfit(field, what, "say dcgm: true in slipway:monitoring once the DCGM exporter is scraped")
    elif not needs_keda(on) and not (settings.autoscaler.custom_metrics and settings.monitoring.operator):
        what = f"stack {settings.stack} has neither KEDA nor an adapter with the Prometheus operator to tell it"
        fix = "add keda: {} to slipway:autoscaler; or customMetrics: true there and a monitor in slipway:monitoring"
        yield Misfit(field, what, fix)


def _to_zero(on: Target) -> Iterator[Misfit]:
    to_zero, keda = on.scaling.scale_to_zero, on.settings.autoscaler.keda
    if to_zero is None:
        return
    if not (to_zero.wake or on.scaling.schedule or (keda and keda.wake)):
        what = f"neither the spec nor stack {on.settings.stack} says what wakes a model that has no replica"
        fix = "add wake: {query: …, target: …} about the gateway, a schedule, or wake to slipway:autoscaler.keda"
        yield Misfit(("scaling", "scaleToZero"), what, fix)
    least = download_seconds(on) + load_budget(on)
    if to_zero.cold_start_seconds < least:
        what = f"download and load alone may take {least} seconds"
        fix = f"raise it to at least {least} if callers can bear that; a cache or a smaller artifact starts sooner"
        yield Misfit(("scaling", "scaleToZero", "coldStartSeconds"), what, fix)


def _queries(on: Target) -> Iterator[Misfit]:
    wake = on.scaling.scale_to_zero.wake if on.scaling.scale_to_zero else None
    for index, one in enumerate(on.scaling.metrics.promql):
        yield from _query(on, (*_METRICS, "promql", str(index), "query"), one.query, wakes=False)
    if wake:
        yield from _query(on, ("scaling", "scaleToZero", "wake", "query"), wake.query, wakes=True)


def _query(on: Target, field: tuple[str, ...], query: str, *, wakes: bool) -> Iterator[Misfit]:
    from infra.promql import asked_metrics  # noqa: PLC0415 - few specs ask, and every start would pay for the parser

    try:
        names = asked_metrics(query)
    except ValueError as error:
        yield Misfit(field, f"Prometheus couldn't answer this: {error}", "correct the PromQL")
        return
    own = sorted(names & on.server.metrics.names)
    if wakes and own:
        what = f"{own[0]} is measured by the model's own pods, and at zero there are none"
        yield Misfit(field, what, "ask for a metric of what is in front of the model, such as its gateway")
    if wakes and not names:
        yield Misfit(field, "it asks for no metric, so nothing would ever change", "ask for a metric of the gateway")


SCALING_CHECKS: tuple[Callable[[ModelSpec, Settings], Iterator[Misfit]], ...] = (_scaling,)
