"""NVIDIA's Triton Inference Server."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from models.base import Part, refuse
from models.runtime.options import Batching, Options

DataType = Literal[
    "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64", "BF16",
    "BYTES",
]  # fmt: skip


class Tensor(Part):
    """One input or output of a model."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/-]+$")]
    datatype: DataType
    shape: Annotated[tuple[Annotated[int, Field(ge=-1)], ...], Field(min_length=1)]
    """Size of each dimension, without the batch's if batching is on; -1 where it varies."""


class Triton(Options):
    """NVIDIA's Triton Inference Server: ONNX, TorchScript and TensorRT over the Open Inference Protocol v2."""

    title: ClassVar = "Triton Inference Server"
    # Its TensorFlow backend is no longer in the image.
    formats: ClassVar = ("onnx", "torchscript", "tensorrt")
    protocols: ClassVar = ("v2",)
    accelerators: ClassVar = ("nvidia",)

    profile: Literal["triton"]
    batching: Batching | None = None
    """Dynamic batching; off where absent. The model's first dimension must then be the batch's."""
    grpc: bool = False
    """Whether the protocol is answered over gRPC as well."""
    instances: Annotated[int, Field(ge=1, le=64)] = 1
    """Copies of the model that run side by side on each GPU, or on the CPUs."""
    inputs: tuple[Tensor, ...] = ()
    """The model's inputs; needed for TorchScript, which doesn't say them."""
    outputs: tuple[Tensor, ...] = ()
    """The model's outputs, as ``inputs``."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if bool(self.inputs) != bool(self.outputs):
            refuse("a model has both inputs and outputs", "list both, or neither", "outputs")
        return self
