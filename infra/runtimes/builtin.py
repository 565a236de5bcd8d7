"""The builtin runtime: Slipway's own server from ``app/``, ONNX over the Open Inference Protocol v2."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import CONFIG, Server, path_of
from models.runtime.matrix import format_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.runtime import Builtin
    from models.spec import ModelSpec

_PORT = 8080
_GRPC_PORT = 8081
METRICS = Metrics(  # As app/server/metrics.py names them.
    requests=Series("slipway_requests_total", model_label="model"),
    errors=Series("slipway_requests_total", 'code=~"5.."', model_label="model"),
    latency=Series("slipway_request_seconds"),
    queue=Series("slipway_queue_depth"),
    queue_seconds=Series("slipway_queue_wait_seconds_sum"),
    running=Series("slipway_requests_in_flight"),
)


def server(spec: ModelSpec, options: Builtin, images: Images) -> Server:
    """Return the server's command line and endpoints; everything else it needs is in its configuration file."""
    return Server(
        image=options.image or _image(spec, options, images),
        command=("python", "-m", "app.server"),
        args=("--config", f"{CONFIG}/server.json"),
        port=_PORT,
        grpc_port=_GRPC_PORT if options.grpc else None,
        live_path="/v2/health/live",
        ready_path="/v2/health/ready",
        metrics=METRICS,
        otlp=True,
        config={"server.json": json.dumps(_configuration(spec, options), indent=2) + "\n"},
    )


def _image(spec: ModelSpec, options: Builtin, images: Images) -> str:
    """Return the image; the plain one, where a stack has none with scikit-learn, is refused before (`fit`)."""
    needs_sklearn = format_of(options, spec.artifact) != "onnx"
    return images.app_sklearn if needs_sklearn and images.app_sklearn else images.app


def _loading(spec: ModelSpec) -> dict[str, object]:
    """Return what the server checks when it loads, where the fetch container has not, or where loading runs code."""
    artifact = spec.artifact
    checked = artifact.sha256 and not artifact.unpack and (artifact.trusted or artifact.scheme == "pvc")
    return {
        **({"sha256": artifact.sha256} if checked else {}),
        **({"trusted": True} if artifact.trusted else {}),
        **({"trustedTypes": list(artifact.trusted_types)} if artifact.trusted_types else {}),
    }


def _configuration(spec: ModelSpec, options: Builtin) -> dict[str, object]:
    batching = options.batching.model_dump(by_alias=True) if options.batching else None
    return {
        "model": {"name": spec.name, "version": spec.version, "path": path_of(spec.artifact), **_loading(spec)},
        "port": _PORT,
        **({"grpcPort": _GRPC_PORT} if options.grpc else {}),
        "batching": batching,
        **_limits(options),
        "requestTimeoutSeconds": spec.lifecycle.request_timeout_seconds,
        "logLevel": options.log_level,
    }


def _limits(options: Builtin) -> dict[str, object]:
    body = options.max_body_mib * 1024 * 1024 if options.max_body_mib else None
    limits = {name: value for name, value in (("bodyBytes", body), ("queue", options.max_queue)) if value}
    return {"limits": limits} if limits else {}
