"""The MLServer runtime: scikit-learn, XGBoost, LightGBM and MLflow models over the Open Inference Protocol v2."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import CONFIG, SCRATCH, Server, path_of
from models.runtime.matrix import format_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.formats import Format
    from models.runtime import MLServer
    from models.spec import ModelSpec

_HTTP_PORT, _GRPC_PORT, _METRICS_PORT = 8080, 8081, 8082
_IMPLEMENTATIONS: dict[Format, str] = {
    "pickle": "mlserver_sklearn.SKLearnModel",
    "xgboost": "mlserver_xgboost.XGBoostModel",
    "lightgbm": "mlserver_lightgbm.LightGBMModel",
    "mlflow": "mlserver_mlflow.MLflowRuntime",
}
METRICS = Metrics(
    port=_METRICS_PORT,
    # Its own model_infer_request_duration is a summary without quantiles; the REST server's metrics are better.
    requests=Series("rest_server_requests_total", 'path=~".*/infer"'),
    errors=Series("rest_server_requests_total", 'path=~".*/infer",status_code=~"5.."'),
    latency=Series("rest_server_request_duration_seconds", 'path=~".*/infer"'),
    latency_sum=Series("model_infer_request_duration_sum", model_label="model"),
    latency_count=Series("model_infer_request_duration_count", model_label="model"),
    running=Series("rest_server_requests_in_progress", 'method="POST"'),
)


def server(spec: ModelSpec, options: MLServer, images: Images) -> Server:
    """Return MLServer, told by its two configuration files what to serve; its folder of models is that of the files."""
    return Server(
        image=options.image or images.mlserver,
        command=("mlserver", "start", CONFIG),
        port=_HTTP_PORT,
        grpc_port=_GRPC_PORT if options.grpc else None,
        live_path="/v2/health/live",
        # /v2/health/ready is true as well while no model is known yet.
        ready_path=f"/v2/models/{spec.name}/ready",
        metrics=METRICS,
        env={"HOME": SCRATCH, "NUMBA_CACHE_DIR": f"{SCRATCH}/numba", "MPLCONFIGDIR": f"{SCRATCH}/matplotlib"},
        config={"settings.json": _json(_settings(options)), "model-settings.json": _json(_model(spec, options))},
        scratch_mib=1024,
    )


def _settings(options: MLServer) -> dict[str, object]:
    return {
        "debug": False,
        "http_port": _HTTP_PORT,
        "grpc_port": _GRPC_PORT,
        "metrics_port": _METRICS_PORT,
        # Metrics of several processes are only right if they share a folder (kserve#2979).
        "metrics_dir": f"{SCRATCH}/metrics",
        "environments_dir": f"{SCRATCH}/environments",
        "parallel_workers": options.parallel_workers,
        "use_structured_logging": True,
    }


def _model(spec: ModelSpec, options: MLServer) -> dict[str, object]:
    batching = options.batching
    batches = (
        {"max_batch_size": batching.max_size, "max_batch_time": batching.max_latency_ms / 1000} if batching else {}
    )
    return {
        "name": spec.name,
        "implementation": _IMPLEMENTATIONS[format_of(options, spec.artifact)],
        **batches,
        "parameters": {"uri": path_of(spec.artifact), "version": spec.version},
    }


def _json(value: dict[str, object]) -> str:
    return json.dumps(value, indent=2) + "\n"
