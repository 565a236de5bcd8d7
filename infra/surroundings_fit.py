"""Whether a stack has what a spec takes for granted around the model: a store of secrets, and somebody who watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.misfit import Misfit
from infra.runtimes import server_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.settings import Settings
    from models.spec import ModelSpec


def _external_secrets(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if spec.external_secrets and settings.external_secrets is None:
        what = f"stack {settings.stack} has no External Secrets operator"
        fix = "add slipway:externalSecrets: {store: …} once it is installed, or make the Secrets by other means here"
        yield Misfit(("externalSecrets",), what, fix)


def _measured(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if spec.slo is None:
        return
    metrics, profile = server_of(spec, settings.images).metrics, spec.runtime.profile
    counted = metrics.counted and metrics.errors
    for name in ("availability", "error_rate"):
        if getattr(spec.slo, name) and not counted:
            what = f"{profile} doesn't count the requests that it fails"
            yield Misfit(("slo", _written(name)), what, "remove it, or watch the gateway's metrics yourself")
    only_sums = "measures latency as a sum and a count, which have no percentiles"
    for name in ("p95_ms", "p99_ms"):
        if getattr(spec.slo, name) and metrics.latency is None:
            what = f"{profile} {only_sums if metrics.latency_sum else 'measures no latency'}"
            yield Misfit(("slo", _written(name)), what, "remove it, or choose a runtime with a histogram")


def _written(name: str) -> str:
    return {"error_rate": "errorRate", "p95_ms": "p95Ms", "p99_ms": "p99Ms"}.get(name, name)


def _watched(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    """Refuse a promise in production that nobody watches; elsewhere it just makes no alerts."""
    monitoring = settings.monitoring
    if spec.slo and settings.environment == "prod" and monitoring.alerts and not monitoring.operator:
        what = f"stack {settings.stack} has no Prometheus operator to take alerts, so nobody would watch this"
        fix = "set scrape: podMonitor in slipway:monitoring once it is installed; alerts: false if others watch"
        yield Misfit(("slo",), what, fix)


def _asked_in_clear_text(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if spec.runtime.certificate and not settings.monitoring.operator:
        what = f"Prometheus of stack {settings.stack} asks for metrics in clear text, and the server speaks TLS alone"
        fix = "set scrape: podMonitor in slipway:monitoring once the operator is installed, or remove it for this stack"
        yield Misfit(("runtime", "tlsSecret"), what, fix)


SURROUNDINGS_CHECKS: tuple[Callable[[ModelSpec, Settings], Iterator[Misfit]], ...] = (
    _asked_in_clear_text,
    _external_secrets,
    _measured,
    _watched,
)
