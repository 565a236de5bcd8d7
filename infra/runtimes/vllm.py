"""The vLLM runtime: language models over the OpenAI protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.runtimes.metrics import Metrics, Series
from infra.runtimes.server import CONFIG, SCRATCH, TLS, Server, adapter_path, path_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.runtime import Vllm
    from models.spec import ModelSpec

_PORT = 8000
_TEMPLATE = "chat-template.jinja"
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
        image=options.image or (images.vllm_rocm if _vendor(spec) == "amd" else images.vllm),
        command=("python3", "-m", "vllm.entrypoints.openai.api_server"),
        args=_arguments(spec, options),
        port=_PORT,
        live_path="/health",
        # With a key, /v1 is closed to probes. The port opens when the model is loaded, so /ping tells the same.
        ready_path="/ping" if options.api_key else "/v1/models",
        metrics=METRICS,
        env=_ENV,
        secret_env={"VLLM_API_KEY": options.api_key} if options.api_key else {},
        tls_secret=options.tls_secret,
        config={_TEMPLATE: options.chat_template} if options.chat_template else {},
        scratch_mib=10 * 1024,
        # Reading weights, then compiling and capturing CUDA graphs.
        load_seconds_per_gib=30,
    )


def _vendor(spec: ModelSpec) -> str:
    return spec.compute.gpu.vendor if spec.compute.gpu else "nvidia"


def _arguments(spec: ModelSpec, options: Vllm) -> tuple[str, ...]:
    named = {
        "model": path_of(spec.artifact),
        "served-model-name": spec.name,
        "port": _PORT,
        "dtype": options.dtype,
        "gpu-memory-utilization": options.gpu_memory_utilization,
        "tensor-parallel-size": spec.compute.gpu.count if spec.compute.gpu else 1,
        "max-model-len": options.max_model_len,
        "max-num-seqs": options.max_num_seqs,
        "quantization": options.quantization,
        "chat-template": f"{CONFIG}/{_TEMPLATE}" if options.chat_template else None,
        "ssl-certfile": f"{TLS}/tls.crt" if options.tls_secret else None,
        "ssl-keyfile": f"{TLS}/tls.key" if options.tls_secret else None,
    }
    return (
        *(f"--{name}={value}" for name, value in named.items() if value is not None),
        *(["--enforce-eager"] if options.enforce_eager else []),
        *(["--trust-remote-code"] if spec.artifact.trusted else []),
        *_adapters(options),
        *options.extra_args,
    )


def _adapters(options: Vllm) -> list[str]:
    if not options.lora:
        return []
    modules = [f"{adapter.name}={adapter_path(adapter.name)}" for adapter in options.lora]
    return ["--enable-lora", f"--max-lora-rank={options.max_lora_rank}", "--lora-modules", *modules]
