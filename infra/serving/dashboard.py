"""A model's dashboard for Grafana: only what its runtime measures, in the runtime's own names."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from infra.serving import series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Json, Manifest
    from infra.serving.target import Target

_LABEL = {"grafana_dashboard": "1"}
"""By which the sidecar of Grafana's chart finds dashboards."""
_WIDTH, _HEIGHT, _COLUMNS = 12, 8, 2
_SOURCE = {"type": "prometheus", "uid": "${source}"}


def dashboards(target: Target) -> list[Manifest]:
    """Return the ConfigMap with the dashboard, where the stack has a Grafana that reads it."""
    if not target.settings.monitoring.dashboards:
        return []
    manifest = target.manifest("v1", "ConfigMap", f"{target.name}-dashboard")
    manifest["metadata"]["labels"] |= _LABEL
    text = json.dumps(_dashboard(target), indent=1, sort_keys=True) + "\n"
    return [{**manifest, "data": {f"{target.namespace}-{target.name}.json": text}}]


def _dashboard(target: Target) -> Json:
    source = {"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus", "hide": 0}
    return {
        # At most 40 characters, and the same wherever the model is rendered.
        "uid": "slipway-" + hashlib.sha256(f"{target.namespace}/{target.name}".encode()).hexdigest()[:16],
        "title": f"{target.namespace} / {target.name}",
        "tags": ["slipway", target.spec.owner],
        "schemaVersion": 39,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "utc",
        "templating": {"list": [source]},
        "panels": [_panel(index, *panel) for index, panel in enumerate(_panels(target))],
    }


def _panels(target: Target) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield title, unit and the questions by legend; one panel for each thing that is measured."""
    metrics, slo = target.server.metrics, target.spec.slo
    answered = series.requests(target, metrics)
    if answered:
        yield "Requests", "reqps", {"answered": answered}
    if answered and metrics.errors:
        limit = {"objective": series.number((100 - slo.availability) / 100)} if slo and slo.availability else {}
        failed = f"({series.rate(target, metrics.errors)} or 0 * {answered}) / ({answered} > 0)"
        yield "Failed requests", "percentunit", {"failed": failed, **limit}
    yield from _times(target)
    for title, gauge in (("Waiting", metrics.queue), ("Running", metrics.running)):
        if gauge:
            yield title, "short", {"all replicas": series.total(target, gauge)}
    if metrics.kv_cache:
        use = series.chosen(target, metrics.kv_cache.name, metrics.kv_cache.matchers)
        yield "Key-value cache", "percentunit", {"{{pod}}": f"avg by (pod) ({use})"}
    yield "Replicas that answer Prometheus", "short", {"replicas": f"sum({series.chosen(target, 'up')})"}
    if target.spec.compute.gpu and target.settings.monitoring.dcgm:
        gpus = series.chosen(target, "DCGM_FI_DEV_GPU_UTIL", exported=True)
        yield "Use of GPUs", "percent", {"{{exported_pod}}": f"avg by (exported_pod) ({gpus})"}


def _times(target: Target) -> Iterator[tuple[str, str, dict[str, str]]]:
    metrics, slo = target.server.metrics, target.spec.slo
    if metrics.latency:
        latency = metrics.latency
        shares = {f"p{share}": series.quantile(target, latency, share / 100, "5m") for share in (50, 95, 99)}
        promised = {"p95 promised": slo.p95_ms, "p99 promised": slo.p99_ms} if slo else {}
        yield "Latency", "ms", {**shares, **{name: str(most) for name, most in promised.items() if most}}
    elif metrics.latency_sum and metrics.latency_count:
        took, counted = series.rate(target, metrics.latency_sum), series.rate(target, metrics.latency_count)
        average = f"{series.number(metrics.latency_sum.seconds * 1000)} * {took} / ({counted} > 0)"
        yield "Average latency", "ms", {"average": average}
    if metrics.first_token:
        first = {f"p{share}": series.quantile(target, metrics.first_token, share / 100, "5m") for share in (50, 95)}
        yield "Time to the first token", "ms", first


def _panel(index: int, title: str, unit: str, questions: dict[str, str]) -> Json:
    row, column = divmod(index, _COLUMNS)
    targets = [
        {"refId": chr(ord("A") + place), "expr": query, "legendFormat": legend, "datasource": _SOURCE}
        for place, (legend, query) in enumerate(questions.items())
    ]
    return {
        "id": index + 1,
        "type": "timeseries",
        "title": title,
        "datasource": _SOURCE,
        "gridPos": {"x": column * _WIDTH, "y": row * _HEIGHT, "w": _WIDTH, "h": _HEIGHT},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": targets,
    }
