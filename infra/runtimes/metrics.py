"""What a runtime measures of itself: the series that autoscalers, alerts and dashboards can ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Series:
    """A metric as Prometheus stores it, and which of its series are meant."""

    name: str
    """Metric name: with ``_total`` where a counter has it; without ``_bucket``, ``_sum`` and ``_count``."""
    matchers: str = ""
    """Label matchers that choose among the metric's series, in PromQL: ``code=~"5.."``."""
    seconds: float = 1.0
    """Seconds in one unit of a duration: 1e-6 where a runtime counts microseconds."""
    model_label: str | None = None
    """Label that carries the name of the model, where the metric has one."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The series of one runtime by their meaning; a meaning that a runtime doesn't measure is absent, never guessed."""

    path: str = "/metrics"
    port: int | None = None
    """Container port; the HTTP port where absent."""
    requests: Series | None = None
    """Counter of all inference requests that were answered, the failed ones as well."""
    successes: Series | None = None
    """Counter of inference requests that went well, where no counter has all of them: all are these and ``errors``."""
    errors: Series | None = None
    """Counter of inference requests that the server failed; clients' mistakes only where it can't tell them apart."""
    latency: Series | None = None
    """Histogram of whole inference requests, from arrival to answer: what a percentile can be taken of."""
    latency_sum: Series | None = None
    """Counter of the time of all inference requests: with ``latency_count`` an average, where there's no histogram."""
    latency_count: Series | None = None
    """Counter of the requests in ``latency_sum``."""
    first_token: Series | None = None
    """Histogram of the time until the first token of an answer."""
    queue: Series | None = None
    """Gauge of requests that wait for the model."""
    queue_seconds: Series | None = None
    """Counter of the time that requests waited: the ``_sum`` of a histogram, or a counter of its own."""
    running: Series | None = None
    """Gauge of requests that the model is working on, or that are in the server where it can't tell."""
    kv_cache: Series | None = None
    """Gauge of the share of the key-value cache in use, from 0 to 1."""

    @property
    def counted(self) -> bool:
        """Whether it is known how many requests were answered, the failed ones as well."""
        return bool(self.requests or (self.successes and self.errors))

    @property
    def names(self) -> frozenset[str]:
        """Names under which Prometheus keeps the series, those of a histogram included."""
        series = [getattr(self, one.name) for one in fields(self)]
        found = {one.name for one in series if isinstance(one, Series)}
        return frozenset(f"{name}{suffix}" for name in found for suffix in ("", "_bucket", "_sum", "_count"))
