"""What an autoscaler asks Prometheus for each metric of a spec: its question, and what one replica carries of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from infra.serving import series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.runtimes.metrics import Metrics as Measured
    from infra.serving.target import Target

Per = Literal["AverageValue", "Value"]
"""Whether the answer is divided among the replicas, or is the same for each (as a latency)."""
NEEDS: dict[str, tuple[str, ...]] = {
    "queueDepth": ("queue",),
    "queueWaitMs": ("queue_seconds", "counted"),
    "concurrency": ("running",),
    "requestsPerSecond": ("counted",),
    "kvCachePercent": ("kv_cache",),
    "p95LatencyMs": ("latency",),
}
"""Metric of a spec → the meanings that its runtime must measure."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to Prometheus."""

    name: str
    """The metric's name in the spec; several questions of the owner's own are numbered."""
    query: str
    target: float
    per: Per = "AverageValue"
    activation: float = 0
    at_zero: bool = False
    """Whether no answer is an answer, because it may come while no replica runs."""


def measured(metrics: Measured, name: str) -> bool:
    """Return whether a runtime measures what a metric of a spec needs."""
    return all(getattr(metrics, meaning) for meaning in NEEDS[name])


def questions(target: Target) -> list[Question]:
    """Return the questions behind the metrics that the spec names."""
    metrics = target.scaling.metrics
    own = enumerate(metrics.promql)
    return [
        *_presets(target),
        *_gpu(target),
        *(Question(f"promql{index}", one.query, one.target, activation=one.activation) for index, one in own),
        *_wake(target),
    ]


def _presets(target: Target) -> Iterator[Question]:
    asked, known = target.scaling.metrics, target.server.metrics
    if asked.queue_depth and known.queue:
        yield Question("queueDepth", series.total(target, known.queue), asked.queue_depth)
    answered = series.requests(target, known)
    if asked.queue_wait_ms and known.queue_seconds and answered:
        waited = series.rate(target, known.queue_seconds)
        query = series.ratio(waited, answered, known.queue_seconds.seconds * 1000)
        yield Question("queueWaitMs", query, asked.queue_wait_ms, "Value")
    if asked.concurrency and known.running:
        yield Question("concurrency", series.total(target, known.running), asked.concurrency)
    if asked.requests_per_second and answered:
        yield Question("requestsPerSecond", answered, asked.requests_per_second)
    if asked.kv_cache_percent and known.kv_cache:
        yield Question("kvCachePercent", f"100 * {series.total(target, known.kv_cache)}", asked.kv_cache_percent)
    if asked.p95_latency_ms and known.latency:
        query = series.quantile_or_zero(target, known.latency, 0.95)
        yield Question("p95LatencyMs", query, asked.p95_latency_ms, "Value")


def _gpu(target: Target) -> Iterator[Question]:
    percent = target.scaling.metrics.gpu_percent
    if percent and target.settings.autoscaler.keda:
        use = series.chosen(target, "DCGM_FI_DEV_GPU_UTIL", exported=True)
        yield Question("gpuPercent", f"sum(avg by (exported_pod) ({use}))", percent)


def _wake(target: Target) -> Iterator[Question]:
    to_zero, keda = target.scaling.scale_to_zero, target.settings.autoscaler.keda
    if to_zero is None:
        return
    if to_zero.wake:
        own = to_zero.wake
        yield Question("wake", own.query, own.target, activation=own.activation, at_zero=True)
    elif keda and keda.wake:
        host = target.spec.route.host if target.spec.route else None
        names = {"name": target.name, "namespace": target.namespace}
        names["host"] = host or f"{target.spec.name}.{target.settings.domain}"
        query = keda.wake.query
        for name, value in names.items():
            query = query.replace(f"{{{name}}}", value)
        yield Question("wake", query, keda.wake.target, at_zero=True)
