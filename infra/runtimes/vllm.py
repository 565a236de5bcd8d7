"""The vLLM runtime: language models over the OpenAI protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.runtimes.server import SCRATCH, Server, path_of

if TYPE_CHECKING:
    from infra.settings import Images
    from models.runtime import Vllm
    from models.spec import ModelSpec

_PORT = 8000
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
        metrics_path="/metrics",
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
