"""The server's metrics. Labels are bounded: what clients write never becomes one."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
UNKNOWN = "unknown"


class Metrics:
    """One registry for one server."""

    def __init__(self, model: str, version: str) -> None:
        """Register everything; a replica serves one model, so only requests are told apart by it."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._labels = (model, version)
        self._requests = self._counter("requests_total", "Inference requests", "model", "version", "code")
        self.request_seconds = self._histogram("request_seconds", "From a request's head to its answer", _SECONDS)
        self.inference_seconds = self._histogram("inference_seconds", "Runs of the model", _SECONDS)
        self.queue_wait_seconds = self._histogram("queue_wait_seconds", "From the queue to a run", _SECONDS)
        self.batch_size = self._histogram("batch_size", "Requests in a run of the model", _SIZES)
        self.queue_depth = self._gauge("queue_depth", "Requests that wait for the model")
        self.in_flight = self._gauge("requests_in_flight", "Inference requests in the server")
        self.load_seconds = self._gauge("model_load_seconds", "Loading and warming up the model")
        self.ready = self._gauge("model_ready", "Whether the model can be asked")
        self.info = Gauge("slipway_model_info", "What is served", ["model", "version"], registry=self.registry)
        self.info.labels(model, version).set(1)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"slipway_{name}", words, labels, registry=self.registry)

    def _histogram(self, name: str, words: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"slipway_{name}", words, buckets=buckets, registry=self.registry)

    def _gauge(self, name: str, words: str) -> Gauge:
        return Gauge(f"slipway_{name}", words, registry=self.registry)

    def answered(self, *, known: bool, status: int, seconds: float) -> None:
        """Count an inference request; ``known`` if it named the model that is served."""
        self._requests.labels(*(self._labels if known else (UNKNOWN, UNKNOWN)), str(status)).inc()
        self.request_seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all metrics as Prometheus reads them."""
        return generate_latest(self.registry)
