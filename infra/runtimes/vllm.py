"""The vLLM runtime: language models over the OpenAI protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import SCRATCH, Server, path_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.runtime import Vllm
    from models.spec import ModelSpec

_PORT = 8000
METRICS = Metrics(
    # vLLM counts successes only; what it refused or failed is in the web framework's counter.
    requests=Series("http_requests_total", 'handler=~"/v1/.+completions|/v1/embeddings|/v1/responses"'),
    errors=Series("http_requests_total", 'handler=~"/v1/.+completions|/v1/embeddings|/v1/responses",status="5xx"'),
    latency=Series("vllm:e2e_request_latency_seconds", model_label="model_name"),
    first_token=Series("vllm:time_to_first_token_seconds", model_label="model_name"),
    queue=Series("vllm:num_requests_waiting", model_label="model_name"),
    queue_seconds=Series("vllm:request_queue_time_seconds_sum", model_label="model_name"),
    running=Series("vllm:num_requests_running", model_label="model_name"),
    # Called vllm:gpu_cache_usage_perc before 0.10.
    kv_cache=Series("vllm:kv_cache_usage_perc", model_label="model_name"),
)
_ENV = {
    # Weights come from the fetch container; at run time nothing is asked of the hub, and nothing is reported home.
    "HF_HUB_OFFLINE": "1",
    "VLLM_NO_USAGE_STATS": "1",
    # The root file system is read-only, so every cache has a place of its own.
    "HOME": SCRATCH,
    "HF_HOME": f"{SCRATCH}/huggingface",
    "VLLM_CACHE_ROOT": f"{SCRATCH}/vllm",
    "TRITON_CACHE_DIR": f"{SCRATCH}/triton",
    "TORCHINDUCTOR_CACHE_DIR": f"{SCRATCH}/inductor",
    # PyTorch asks for the user's name, and a numeric user has no entry in /etc/passwd.
    "USER": "slipway",
}


def server(spec: ModelSpec, options: Vllm, images: Images) -> Server:
    """Return vLLM's command line: all options are arguments, so a change of one rolls the pods."""
    return Server(
        image=images.vllm,
        command=("python3", "-m", "vllm.entrypoints.openai.api_server"),
        args=tuple(f"--{name}={value}" for name, value in _arguments(spec, options).items()),
        port=_PORT,
        live_path="/health",
        ready_path="/v1/models",
        metrics=METRICS,
        env=_ENV,
        scratch_mib=10 * 1024,
        # Reading weights, then compiling and capturing CUDA graphs.
        load_seconds_per_gib=30,
    )


def _arguments(spec: ModelSpec, options: Vllm) -> dict[str, object]:
    gpus = spec.compute.gpu.count if spec.compute.gpu else 1
    optional = {"max-model-len": options.max_model_len, "max-num-seqs": options.max_num_seqs}
    return {
        "model": path_of(spec.artifact),
        "served-model-name": spec.name,
        "port": _PORT,
        "dtype": options.dtype,
        "gpu-memory-utilization": options.gpu_memory_utilization,
        "tensor-parallel-size": gpus,
        **{name: value for name, value in optional.items() if value is not None},
    }
