"""The servers that can run a model, each with its own typed options."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from models.base import Part


class Batching(Part):
    """Requests that arrive together are run together."""

    max_size: Annotated[int, Field(ge=1, le=1024)] = 16
    """Requests in one batch at most."""
    max_latency_ms: Annotated[int, Field(ge=0, le=10_000)] = 5
    """Milliseconds that a request waits at most for others to join it."""


class Builtin(Part):
    """Slipway's own server (``app/``): ONNX models over the Open Inference Protocol v2."""

    profile: Literal["builtin"]
    batching: Batching | None = None
    """Dynamic batching; off where absent."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class Vllm(Part):
    """vLLM: language models over the OpenAI protocol, on GPUs."""

    profile: Literal["vllm"]
    max_model_len: Annotated[int, Field(ge=128)] | None = None
    """Tokens of context; the model's own where absent."""
    dtype: Literal["auto", "half", "float16", "bfloat16", "float32"] = "auto"
    gpu_memory_utilization: Annotated[float, Field(gt=0, le=0.98)] = 0.9
    """Share of a GPU's memory that vLLM takes."""
    max_num_seqs: Annotated[int, Field(ge=1)] | None = None
    """Sequences in one batch at most; vLLM's own default where absent."""


def _named(value: object) -> object:
    """Take ``builtin`` for ``{profile: builtin}``."""
    return {"profile": value} if isinstance(value, str) else value


Runtime = Annotated[
    Annotated[Builtin | Vllm, Field(discriminator="profile")],
    BeforeValidator(_named, json_schema_input_type=Literal["builtin", "vllm"] | Builtin | Vllm),
]
"""A runtime with its options, or only its name."""
