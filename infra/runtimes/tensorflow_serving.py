"""The TensorFlow Serving runtime: SavedModels over its own predict API, KServe's v1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import CONFIG, Server, path_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.runtime import TensorFlowServing
    from models.spec import ModelSpec

_GRPC_PORT, _HTTP_PORT = 8500, 8501
_METRICS_PATH = "/monitoring/prometheus/metrics"
_MONITORING = f'prometheus_config {{ enable: true path: "{_METRICS_PATH}" }}\n'
METRICS = Metrics(
    path=_METRICS_PATH,
    requests=Series(":tensorflow:serving:request_count", model_label="model_name"),
    # It has no status for clients' mistakes alone.
    errors=Series(":tensorflow:serving:request_count", 'status!="OK"', model_label="model_name"),
    latency=Series(":tensorflow:serving:request_latency", seconds=1e-6, model_label="model_name"),
    queue_seconds=Series(":tensorflow:serving:batching_session:queuing_latency_sum", seconds=1e-6),
)


def server(spec: ModelSpec, options: TensorFlowServing, images: Images) -> Server:
    """Return TensorFlow Serving; it opens its HTTP port once the model is loaded."""
    image = images.tensorflow_serving_gpu if spec.compute.gpu else images.tensorflow_serving
    baked = spec.artifact.scheme == "image"
    base = path_of(spec.artifact) if baked else f"/repository/{spec.name}"
    arguments: dict[str, object] = {
        "port": _GRPC_PORT,
        "rest_api_port": _HTTP_PORT,
        "rest_api_timeout_in_ms": spec.lifecycle.request_timeout_seconds * 1000,
        "model_name": spec.name,
        "model_base_path": base,
        "monitoring_config_file": f"{CONFIG}/monitoring.pbtxt",
    }
    config = {"monitoring.pbtxt": _MONITORING}
    if options.batching:
        arguments |= {"enable_batching": "true", "batching_parameters_file": f"{CONFIG}/batching.pbtxt"}
        config["batching.pbtxt"] = _batching(options.batching.max_size, options.batching.max_latency_ms)
    return Server(
        image=options.image or image,
        command=("tensorflow_model_server",),
        args=tuple(f"--{name}={value}" for name, value in arguments.items()),
        port=_HTTP_PORT,
        grpc_port=_GRPC_PORT if options.grpc else None,
        # There is no health endpoint; the metrics say that the process works, whatever the model does.
        live_path=_METRICS_PATH,
        ready_path=f"/v1/models/{spec.name}",
        metrics=METRICS,
        config=config,
        # Versions of a model are folders with a number, and one replica serves one.
        model_folder=f"{base}/1",
    )


def _batching(size: int, latency_ms: int) -> str:
    return f"max_batch_size {{ value: {size} }}\nbatch_timeout_micros {{ value: {latency_ms * 1000} }}\n"
