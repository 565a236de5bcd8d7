"""What an autoscaler looks at: the load of one replica, in the words of the model's owner."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.base import Part, Quantity, text

_METRIC = text(
    r"[a-zA-Z_][a-zA-Z0-9_:.-]{0,252}", "a metric's name", "use the name that the custom metrics API lists for pods"
)
MetricName = Annotated[str, *_METRIC]
"""Name of a metric in the custom metrics API."""
Percent = Annotated[int, Field(ge=1, le=100)]
"""A share, in percent."""
PositiveNumber = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
"""A number above zero."""


class Query(Part):
    """A question to Prometheus whose answer is one number."""

    query: Annotated[str, Field(min_length=1, max_length=4000)]
    """PromQL; it must give one series."""
    target: PositiveNumber
    """The part of the answer that one replica carries: replicas = answer / target."""
    activation: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0
    """The answer above which a model with no replica gets its first."""


class Metrics(Part):
    """Load that an autoscaler keeps each replica at; of several metrics, the one that asks for most replicas counts."""

    cpu_percent: Annotated[int, Field(ge=10, le=95)] | None = None
    """CPU use of a replica, in percent of its request; 70 where no metric is named at all."""
    memory_percent: Annotated[int, Field(ge=10, le=95)] | None = None
    """Memory use of a replica, in percent of its request."""
    gpu_percent: Percent | None = None
    """Use of a replica's GPUs, in percent, as NVIDIA's DCGM measures it; a busy GPU is not yet a full one."""
    pods: dict[MetricName, Quantity] = Field(default_factory=dict)
    """Metrics of the pods in the custom metrics API, each with the average of a replica."""
    queue_depth: PositiveNumber | None = None
    """Requests that wait in a replica."""
    queue_wait_ms: PositiveNumber | None = None
    """Milliseconds that a request waits on average before the model works on it."""
    concurrency: PositiveNumber | None = None
    """Requests that a replica works on at one time."""
    requests_per_second: PositiveNumber | None = None
    """Requests that a replica answers in a second."""
    kv_cache_percent: Percent | None = None
    """Use of a replica's key-value cache, in percent."""
    p95_latency_ms: PositiveNumber | None = None
    """Milliseconds in which 95 % of the requests are answered; replicas help only where waiting makes them slow."""
    promql: tuple[Query, ...] = ()
    """Questions of your own to Prometheus."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of the metrics that the spec names, as it writes them."""
        return tuple(self.model_dump(by_alias=True, exclude_defaults=True))

    @property
    def queried(self) -> tuple[str, ...]:
        """Those that only Prometheus can answer."""
        return tuple(name for name in self.asked if name not in {"cpuPercent", "memoryPercent", "gpuPercent", "pods"})
