"""A server image of the owner's own."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import Field, model_validator

from models.base import Image, Part, Quantity, refuse, text
from models.formats import Format
from models.runtime.options import Options, Protocol

_PATH = text(r"/[A-Za-z0-9/._~%-]*", "an HTTP path", "start with / and use letters, digits and . _ ~ % -")
_METRIC = text(r"[a-zA-Z_:][a-zA-Z0-9_:]*", "a metric's name", "use letters, digits, '_' and ':', no digit first")
HttpPath = Annotated[str, *_PATH]
MetricName = Annotated[str, *_METRIC]
Port = Annotated[int, Field(ge=1024, le=65535)]
"""A port that a process may open without rights."""


class Ports(Part):
    """Where the server listens."""

    http: Port = 8080
    grpc: Port | None = None
    """Port of the protocol over gRPC, HTTP/2 in clear text; none where absent."""
    metrics: Port | None = None
    """Port of the metrics; the HTTP port where absent."""


class Probes(Part):
    """The paths that tell how the server is, on its HTTP port."""

    live: HttpPath
    """Answers 200 while the process works, whatever the model does."""
    ready: HttpPath
    """Answers 200 once the model can be asked."""

    @model_validator(mode="after")
    def _are_two(self) -> Self:
        if self.live == self.ready:
            refuse(
                f"{self.live} can't tell a server that loads from one that hangs",
                "name two paths: live must not depend on the model",
                "live",
            )
        return self


class Counted(Part):
    """A metric, and which of its series count."""

    name: MetricName
    """Name as Prometheus stores it; without ``_bucket``, ``_sum`` and ``_count``."""
    matchers: Annotated[str, Field(pattern=r"^[^{}]*$")] = ""
    """Label matchers in PromQL, such as ``code=~"5.."``."""


class CustomMetrics(Part):
    """What the server measures; autoscaling and alerts can use what is named."""

    path: HttpPath = "/metrics"
    requests: Counted | None = None
    """Counter of requests that were answered, failed ones as well."""
    errors: Counted | None = None
    """Counter of requests that the server failed."""
    latency: Counted | None = None
    """Histogram of the seconds of whole requests."""
    queue: Counted | None = None
    """Gauge of requests that wait."""
    running: Counted | None = None
    """Gauge of requests that are worked on."""


class Custom(Options):
    """A server image of one's own, such as KServe's: it finds ``MODEL_NAME`` and ``MODEL_PATH`` in its environment."""

    title: ClassVar = "an image of your own"
    formats: ClassVar = get_args(Format)
    protocols: ClassVar = get_args(Protocol)
    accelerators: ClassVar = ("nvidia", "amd", "gaudi")

    profile: Literal["custom"]
    image: Image
    """The server's image."""
    protocol: Protocol
    """Protocol that the server answers."""
    command: tuple[str, ...] = ()
    """Entry point; the image's where absent."""
    args: tuple[str, ...] = ()
    """Arguments; ``$(MODEL_PATH)`` and ``$(MODEL_NAME)`` are filled in. The image's where absent."""
    ports: Ports = Ports()
    probes: Probes
    metrics: CustomMetrics = CustomMetrics()
    scratch: Quantity | None = None
    """Bytes that the server may write in /scratch, its home; only /tmp where absent."""

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        ports = [port for port in (self.ports.http, self.ports.grpc) if port]
        if len(set(ports)) < len(ports):
            refuse("HTTP and gRPC have one port", "give each its own", "ports.grpc")
        return self
