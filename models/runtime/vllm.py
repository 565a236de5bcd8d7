"""vLLM."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from models.artifact import Artifact
from models.base import DnsLabel, Part, SecretRef, refuse, text
from models.runtime.options import Options

_ARGUMENT = text(
    r"--[a-z][a-z0-9-]*(\.[a-z0-9_.-]+)?(=[^\x00-\x1f]*)?", "an argument", "write --name or --name=value, one per item"
)
_STATED = {
    "model": "artifact.uri",
    "served-model-name": "name",
    "port": "runtime",
    "dtype": "runtime.dtype",
    "gpu-memory-utilization": "runtime.gpuMemoryUtilization",
    "tensor-parallel-size": "compute.gpu.count",
    "pipeline-parallel-size": "runtime.pipelineParallel",
    "max-model-len": "runtime.maxModelLen",
    "max-num-seqs": "runtime.maxNumSeqs",
    "quantization": "runtime.quantization",
    "chat-template": "runtime.chatTemplate",
    "enforce-eager": "runtime.enforceEager",
    "trust-remote-code": "artifact.trusted",
    "api-key": "runtime.apiKey",
    "ssl-certfile": "runtime.tlsSecret",
    "ssl-keyfile": "runtime.tlsSecret",
    "hf-token": "artifact.token",
    "enable-lora": "runtime.lora",
    "lora-modules": "runtime.lora",
    "max-lora-rank": "runtime.maxLoraRank",
}


class Lora(Part):
    """A LoRA adapter: a small model over the big one, asked for by its own name."""

    name: DnsLabel
    """Name that clients ask for."""
    artifact: Artifact
    """The adapter's files: a Hugging Face repository, or an archive."""


class Vllm(Options):
    """vLLM: language models over the OpenAI protocol, on GPUs."""

    title: ClassVar = "vLLM"
    # GGUF needs a plug-in that the image doesn't have.
    formats: ClassVar = ("safetensors",)
    protocols: ClassVar = ("openai",)
    accelerators: ClassVar = ("nvidia", "amd", "gaudi")
    unpublished_for: ClassVar = ("gaudi",)
    needs_accelerator: ClassVar = True

    profile: Literal["vllm"]
    max_model_len: Annotated[int, Field(ge=128)] | None = None
    """Tokens of context; the model's own where absent."""
    dtype: Literal["auto", "half", "float16", "bfloat16", "float32"] = "auto"
    gpu_memory_utilization: Annotated[float, Field(gt=0, le=0.98)] = 0.9
    """Share of a GPU's memory that vLLM takes."""
    max_num_seqs: Annotated[int, Field(ge=1)] | None = None
    """Sequences in one batch at most; vLLM's own default where absent."""
    quantization: (
        Literal["awq", "awq_marlin", "gptq", "gptq_marlin", "fp8", "bitsandbytes", "compressed-tensors"] | None
    ) = None
    """How the weights are quantized; as the model's configuration says where absent."""
    tensor_parallel: Annotated[int, Field(ge=1, le=16)] | None = None
    """GPUs that the model is split over: all of the replica's, which is the only number that makes sense."""
    pipeline_parallel: Annotated[int, Field(ge=1)] = 1
    """Nodes that the model is split over; only 1 is supported."""
    enforce_eager: bool = False
    """Whether CUDA graphs are off: slower, for GPUs or models that they fail on."""
    api_key: SecretRef | None = None
    """Key that clients must send; anyone who reaches the model may ask it where absent."""
    tls_secret: DnsLabel | None = None
    """Secret (kubernetes.io/tls) with a certificate for the Service's name: the server then speaks TLS alone, to
    callers inside the cluster; clear text where absent."""
    chat_template: Annotated[str, Field(min_length=1, max_length=65_536)] | None = None
    """Jinja template that turns a chat into a prompt; the tokenizer's own where absent."""
    lora: tuple[Lora, ...] = ()
    """Adapters that are served beside the model."""
    max_lora_rank: Literal[8, 16, 32, 64, 128, 256, 320, 512] = 16
    """Highest rank of the adapters."""
    extra_args: tuple[Annotated[str, *_ARGUMENT], ...] = ()
    """Further arguments of the server, as vLLM's documentation has them; never one that a field states."""

    @model_validator(mode="after")
    def _one_node(self) -> Self:
        if self.pipeline_parallel > 1:
            refuse(
                "a pipeline over several nodes is not supported",
                "use more GPUs on one node (compute.gpu.count), or a smaller or quantized model",
                "pipelineParallel",
            )
        return self

    @model_validator(mode="after")
    def _extra_arguments_are_extra(self) -> Self:
        for number, argument in enumerate(self.extra_args):
            name = argument.removeprefix("--").partition("=")[0]
            if name in _STATED:
                refuse(f"--{name} has a field of its own", f"use {_STATED[name]}", f"extraArgs.{number}")
        return self

    @model_validator(mode="after")
    def _image_has_gpu_kernels(self) -> Self:
        name = (self.image or "").partition("@")[0].rpartition("/")[2]
        if "cpu" in name.replace(":", "-").split("-"):
            refuse(f"image {self.image!r} is built for CPUs", "name one with GPU kernels, or leave it out", "image")
        return self

    @model_validator(mode="after")
    def _adapters_have_names_and_folders(self) -> Self:
        names = [adapter.name for adapter in self.lora]
        if len(set(names)) < len(names):
            refuse("two adapters have one name", "give each its own", "lora")
        for number, adapter in enumerate(self.lora):
            if not adapter.artifact.is_folder or not adapter.artifact.is_downloaded:
                fix = "use an hf:// repository, or an archive with unpack: true"
                refuse("an adapter is a folder that is downloaded", fix, f"lora.{number}.artifact")
        return self
