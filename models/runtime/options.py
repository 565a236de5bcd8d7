"""What is true of every runtime: the choices all of them offer, and the facts that each states about itself."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from models.accelerator import Vendor
from models.base import Image, Part
from models.formats import Format

Protocol = Literal["v1", "v2", "openai"]
"""How clients ask: ``v1`` is TensorFlow Serving's predict API, ``v2`` the Open Inference Protocol."""


class Batching(Part):
    """Requests that arrive together are run together."""

    max_size: Annotated[int, Field(ge=1, le=1024)] = 16
    """Requests in one batch at most."""
    max_latency_ms: Annotated[int, Field(ge=0, le=10_000)] = 5
    """Milliseconds that a request waits at most for others to join it."""


class Options(Part):
    """What every runtime can be told; the class variables are facts, for checks and for the guide's table."""

    title: ClassVar[str]
    """Name for people."""
    formats: ClassVar[tuple[Format, ...]]
    """Formats it serves; the first where the spec and the file's name tell none."""
    protocols: ClassVar[tuple[Protocol, ...]]
    """Protocols it answers; the first where the spec names none."""
    accelerators: ClassVar[tuple[Vendor, ...]] = ()
    """Vendors whose accelerators it uses."""
    unpublished_for: ClassVar[tuple[Vendor, ...]] = ()
    """Vendors for which nobody publishes an image that can be a default."""
    needs_accelerator: ClassVar[bool] = False
    """Whether it can't run on CPUs."""

    profile: str
    """Name of the runtime."""
    image: Image | None = None
    """The server's image; the stack's for this runtime where absent."""
    protocol: Protocol | None = None
    """Protocol that clients speak; the runtime's own where absent."""

    @property
    def certificate(self) -> str | None:
        """Secret with the certificate of a server that speaks TLS alone; None for clear text."""
        return getattr(self, "tls_secret", None)

    @property
    def batching_window_ms(self) -> int:
        """Milliseconds that batching may hold a request back."""
        batching = getattr(self, "batching", None)
        return batching.max_latency_ms if isinstance(batching, Batching) else 0
