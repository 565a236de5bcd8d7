"""The accelerators of one replica: whose they are, which, how many, and whether they are whole."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from models.base import Part, refuse, text

Vendor = Literal["nvidia", "amd", "gaudi"]
"""Maker of an accelerator; Intel's line is known by its own name, Gaudi."""
NvidiaModel = Literal["t4", "v100", "a10g", "l4", "l40s", "a100", "a100-80gb", "h100", "h200", "b200"]
AmdModel = Literal["mi250", "mi300x", "mi325x"]
GaudiModel = Literal["gaudi", "gaudi2", "gaudi3"]
Model = Literal[NvidiaModel, AmdModel, GaudiModel]
"""An accelerator by its short name; ``a100`` has 40 GB, or any size where a cloud's nodes don't tell them apart."""

_MODELS: dict[Vendor, tuple[str, ...]] = {
    "nvidia": get_args(NvidiaModel),
    "amd": get_args(AmdModel),
    "gaudi": get_args(GaudiModel),
}

_MIG_PROFILE = text(
    r"[1-7]g\.[1-9][0-9]{0,2}gb(\.me)?",
    "a MIG profile",
    "write <compute slices>g.<memory>gb as `nvidia-smi mig -lgip` lists them, such as 1g.10gb",
)


class Mig(Part):
    """A hardware partition of a GPU (Multi-Instance GPU): its own memory and its own faults."""

    mig: Annotated[str, *_MIG_PROFILE]
    """Profile of the partition: ``1g.10gb`` is one compute slice with 10 GB."""


def _form(value: object) -> str:
    return "name" if isinstance(value, str) else "options"


Sharing = Annotated[
    Annotated[Mig, Tag("options")] | Annotated[Literal["timeSlicing", "mps"], Tag("name")], Discriminator(_form)
]
"""How a GPU is divided: a partition; turns, without any isolation of memory; or MPS, with an equal part of it."""


ShareName = Literal["mig", "timeSlicing", "mps"]
"""A way of sharing, whatever its options."""


class Gpu(Part):
    """Accelerators of one vendor, or one share of a GPU."""

    vendor: Vendor = "nvidia"
    count: Annotated[int, Field(ge=1, le=16)] = 1
    """Accelerators of one replica; a model over several is split by tensor parallelism."""
    model: Model | None = None
    """Model that the node must have; any where absent."""
    sharing: Sharing | None = None
    """A part of one NVIDIA GPU: ``{mig: 1g.10gb}``, ``timeSlicing`` or ``mps``; whole ones where absent."""
    allocation: Literal["devicePlugin", "dra"] = "devicePlugin"
    """Who hands out the GPU: the vendor's device plugin, or dynamic resource allocation (Kubernetes 1.34)."""

    @property
    def share(self) -> ShareName | None:
        """The way in which the GPU is shared; None for whole ones."""
        return "mig" if isinstance(self.sharing, Mig) else self.sharing

    @model_validator(mode="after")
    def _model_is_of_the_vendor(self) -> Self:
        models = _MODELS[self.vendor]
        if self.model and self.model not in models:
            refuse(f"{self.vendor} makes no {self.model}", f"choose {', '.join(models)}, or the right vendor", "model")
        return self

    @model_validator(mode="after")
    def _nvidia_alone_has_more_than_whole_devices(self) -> Self:
        if self.vendor == "nvidia":
            return self
        if self.sharing:
            refuse(f"{self.vendor} accelerators are handed out whole", "remove sharing", "sharing")
        if self.allocation == "dra":
            refuse(f"only NVIDIA's GPUs are claimed, not {self.vendor}", "remove allocation", "allocation")
        return self

    @model_validator(mode="after")
    def _a_share_is_one(self) -> Self:
        if self.sharing and self.count > 1:
            # CUDA sees one MIG instance, and two turns at a GPU give no more of it than one.
            refuse(
                "a process uses one share of a GPU, not several",
                "remove count and take a bigger share, or whole GPUs",
                "count",
            )
        if self.sharing and self.allocation == "dra":
            refuse("shares are handed out by the device plugin", "remove allocation, or sharing", "allocation")
        return self
