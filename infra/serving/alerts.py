"""Alerts from what a model promises, and the recording rule by which an adapter knows the use of its GPUs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving import burn_rate, series
from infra.serving.hpa import GPU_METRIC
from infra.serving.monitoring import observed
from infra.serving.scaling import needs_keda

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.slo import Slo

SOURCES: Sources = {("PrometheusRule", ""): "slo"}
_DOWN_FOR = "10m"
_INTERVAL = "30s"


def prometheus_rules(target: Target) -> list[Manifest]:
    """Return the rules for the Prometheus operator, where the stack has it and there is something to say."""
    settings, slo = target.settings.monitoring, target.spec.slo
    if not settings.operator:
        return []
    groups = [
        *([_group(target, "objectives", _objectives(target, slo))] if slo and settings.alerts else []),
        *([_group(target, "gpu", [_gpu_recording(target)])] if _records_gpu(target) else []),
    ]
    return [{**observed(target, "PrometheusRule"), "spec": {"groups": groups}}] if groups else []


def _group(target: Target, name: str, rules: list[Manifest]) -> Manifest:
    return {"name": f"slipway.{target.namespace}.{target.name}.{name}", "interval": _INTERVAL, "rules": rules}


def _objectives(target: Target, slo: Slo) -> list[Manifest]:
    return [*_errors(target, slo), *_latencies(target, slo), *_down(target)]


def _errors(target: Target, slo: Slo) -> Iterator[Manifest]:
    metrics, labels = target.server.metrics, {"model": target.name, "namespace": target.namespace}
    if not (metrics.counted and metrics.errors and (slo.availability or slo.error_rate)):
        return
    yield from burn_rate.recordings(target, labels)
    if slo.availability:
        kept = f"{series.number(slo.availability)} % of the requests are to be answered"
        for name, burns, severity in (("Fast", burn_rate.FAST, "critical"), ("Slow", burn_rate.SLOW, "warning")):
            expr = burn_rate.burning(burns, slo.availability, labels)
            yield _alert(target, f"ModelErrorBudgetBurns{name}", expr, severity, f"{kept}; the month's budget runs out")
    if slo.error_rate:
        expr = f"{burn_rate.recorded('5m', labels)} > {series.number(slo.error_rate / 100)}"
        what = f"more than {series.number(slo.error_rate)} % of the requests fail"
        yield {**_alert(target, "ModelErrorRateHigh", expr, "critical", what), "for": _DOWN_FOR}


def _latencies(target: Target, slo: Slo) -> Iterator[Manifest]:
    latency = target.server.metrics.latency
    if latency is None:
        return
    for percent, most in ((95, slo.p95_ms), (99, slo.p99_ms)):
        if most:
            both = (series.quantile(target, latency, percent / 100, window) for window in ("1h", "5m"))
            expr = " and ".join(f"({quantile} > {most})" for quantile in both)
            what = f"{100 - percent} % of the requests take longer than {most} ms"
            yield _alert(target, f"ModelLatencyP{percent}High", expr, "warning", what)


def _down(target: Target) -> Iterator[Manifest]:
    """Watch that somebody answers at all: without a replica, no request is counted and no share is wrong."""
    if target.scaling.fewest:
        up = series.chosen(target, "up")
        what = "no replica answers Prometheus"
        yield {**_alert(target, "ModelDown", f"absent({up} == 1)", "critical", what), "for": _DOWN_FOR}


def _alert(target: Target, name: str, expr: str, severity: str, what: str) -> Manifest:
    spec = target.spec
    wakes = "warning" if spec.tier == "experimental" else severity
    more = {"tier": spec.tier, "cost_center": spec.cost_center}
    labels = {"severity": wakes, "model": target.name, "namespace": target.namespace, "owner": spec.owner}
    return {
        "alert": name,
        "expr": expr,
        "labels": labels | {key: value for key, value in more.items() if value},
        "annotations": {"summary": f"{target.namespace}/{target.name}: {what}"},
    }


def _records_gpu(target: Target) -> bool:
    percent = target.scaling.autoscaled and target.scaling.metrics.gpu_percent
    return bool(percent) and not needs_keda(target)


def _gpu_recording(target: Target) -> Manifest:
    """Return the rule that names the model's pods as the adapter looks for them; the exporter's own are in ``pod``."""
    use = series.chosen(target, "DCGM_FI_DEV_GPU_UTIL", exported=True)
    named = f'label_replace({use}, "pod", "$1", "exported_pod", "(.+)")'
    named = f'label_replace({named}, "namespace", "$1", "exported_namespace", "(.+)")'
    return {"record": GPU_METRIC, "expr": f"avg by (namespace, pod) ({named})"}
