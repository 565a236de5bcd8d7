"""What one replica of a model gets from its node."""

from __future__ import annotations

from pydantic import model_validator

from models.accelerator import Gpu
from models.base import Part, Quantity
from models.unsupported import OF_COMPUTE, refuse_unsupported


class Limits(Part):
    """Ceilings above the requests; each equals its request where absent."""

    cpu: Quantity | None = None
    memory: Quantity | None = None


class Compute(Part):
    """Requests and limits of the server's container."""

    cpu: Quantity = "500m"
    """CPUs requested."""
    memory: Quantity = "1Gi"
    """Bytes of memory requested."""
    ephemeral_storage: Quantity | None = None
    """Bytes of node-local disk, requested and limited; derived from the artifact's size where absent."""
    limits: Limits = Limits()
    gpu: Gpu | None = None
    """Accelerators of each replica, requested and limited alike; none where absent."""
    shared_memory: Quantity | None = None
    """Size of /dev/shm, counted against the memory limit; needed (and defaulted) for several GPUs."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_unsupported(cls, data: object) -> object:
        refuse_unsupported(data, OF_COMPUTE)
        return data

    @property
    def shared_memory_size(self) -> str | None:
        """Size of /dev/shm; several GPUs talk through it, and the container runtime's 64 MiB make NCCL crash."""
        return self.shared_memory or ("2Gi" if self.gpu and self.gpu.count > 1 else None)
