"""The Triton runtime: ONNX, TorchScript and TensorRT models over the Open Inference Protocol v2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import SCRATCH, Server
from models.runtime.matrix import format_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.formats import Format
    from models.runtime import Triton
    from models.runtime.triton import Tensor
    from models.spec import ModelSpec

_HTTP_PORT, _GRPC_PORT, _METRICS_PORT = 8000, 8001, 8002
_REPOSITORY = "/repository"
_PLATFORMS: dict[Format, str] = {
    "onnx": "onnxruntime_onnx",
    "torchscript": "pytorch_libtorch",
    "tensorrt": "tensorrt_plan",
}
_MICROSECOND = 1e-6
METRICS = Metrics(
    port=_METRICS_PORT,
    successes=Series("nv_inference_request_success", model_label="model"),
    errors=Series("nv_inference_request_failure", model_label="model"),
    # Counters: Triton has no histogram of whole requests, so an average but no percentile.
    latency_sum=Series("nv_inference_request_duration_us", seconds=_MICROSECOND, model_label="model"),
    latency_count=Series("nv_inference_request_success", model_label="model"),
    queue=Series("nv_inference_pending_request_count", model_label="model"),
    queue_seconds=Series("nv_inference_queue_duration_us", seconds=_MICROSECOND, model_label="model"),
)


def server(spec: ModelSpec, options: Triton, images: Images) -> Server:
    """Return Triton over a repository of one model: its configuration, and version 1 with the model's file."""
    folder = f"{_REPOSITORY}/{spec.name}"
    arguments = {
        "model-repository": _REPOSITORY,
        "http-port": _HTTP_PORT,
        "grpc-port": _GRPC_PORT,
        "allow-grpc": str(options.grpc).lower(),
        "metrics-port": _METRICS_PORT,
        "exit-timeout-secs": spec.lifecycle.request_timeout_seconds,
    }
    return Server(
        image=options.image or images.triton,
        command=("tritonserver",),
        args=tuple(f"--{name}={value}" for name, value in arguments.items()),
        port=_HTTP_PORT,
        grpc_port=_GRPC_PORT if options.grpc else None,
        live_path="/v2/health/live",
        ready_path=f"/v2/models/{spec.name}/ready",
        metrics=METRICS,
        env={"HOME": SCRATCH},
        config={"config.pbtxt": _configuration(spec, options)},
        config_at={"config.pbtxt": f"{folder}/config.pbtxt"},
        model_folder=f"{folder}/1",
        scratch_mib=1024,
    )


def _configuration(spec: ModelSpec, options: Triton) -> str:
    """Return the model's configuration in protobuf's text format; what isn't said, Triton reads from the model."""
    device = "KIND_GPU" if spec.compute.gpu else "KIND_CPU"
    lines = [
        f'name: "{spec.name}"',
        f'platform: "{_PLATFORMS[format_of(options, spec.artifact)]}"',
        f'default_model_filename: "{spec.artifact.inside.rpartition("/")[2]}"',
        f"instance_group [ {{ kind: {device} count: {options.instances} }} ]",
        *(f"input [ {_tensor(tensor)} ]" for tensor in options.inputs),
        *(f"output [ {_tensor(tensor)} ]" for tensor in options.outputs),
    ]
    if options.batching:
        delay = options.batching.max_latency_ms * 1000
        lines.append(f"max_batch_size: {options.batching.max_size}")
        lines.append(f"dynamic_batching {{ max_queue_delay_microseconds: {delay} }}")
    return "\n".join(lines) + "\n"


def _tensor(tensor: Tensor) -> str:
    datatype = "TYPE_STRING" if tensor.datatype == "BYTES" else f"TYPE_{tensor.datatype}"
    dimensions = ", ".join(map(str, tensor.shape))
    return f'{{ name: "{tensor.name}" data_type: {datatype} dims: [ {dimensions} ] }}'
