"""What a runtime tells the builders about the server it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.runtimes.metrics import Metrics
    from models.artifact import Artifact
    from models.base import SecretRef

MODELS = "/models"
"""Where the artifact is mounted in every container."""
TLS = "/etc/slipway-tls"
"""Where the certificate and key of a server that speaks TLS are mounted."""
CONFIG = "/etc/slipway"
"""Where the server's ConfigMap is mounted."""


def path_of(artifact: Artifact) -> str:
    """Return where a server that reads ``MODELS`` finds the artifact: a file, a folder, or a path in its own image."""
    if artifact.scheme == "image":
        return artifact.uri.removeprefix("image://")
    return f"{MODELS}/{artifact.inside}".rstrip("/")


def adapter_path(name: str) -> str:
    """Return where an adapter's folder lies, beside the model."""
    return f"{MODELS}/lora-{name}"


SCRATCH = "/scratch"
"""The one writable place of a server besides /tmp; its home and its caches."""


@dataclass(frozen=True, slots=True)
class Server:
    """One server process: how it starts, where it answers and what it writes."""

    image: str
    command: tuple[str, ...]
    port: int
    live_path: str
    """Answers while the process works, whatever the model does."""
    ready_path: str
    """Answers once the model can be asked."""
    metrics: Metrics
    """Where the server's metrics are, and what they are called."""
    grpc_port: int | None = None
    """Port of the protocol over gRPC, where the server answers on one."""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, str] = field(default_factory=dict)
    """File name → content, for the ConfigMap mounted at ``CONFIG``."""
    config_at: Mapping[str, str] = field(default_factory=dict)
    """File name → path, for a configuration file that must lie at a place of its own as well."""
    model_folder: str = MODELS
    """Where the volume with the model is mounted: all of it at ``MODELS``, else only the model's folder."""
    secret_env: Mapping[str, SecretRef] = field(default_factory=dict)
    tls_secret: str | None = None
    """Secret with the certificate and key, at ``TLS``; the server speaks clear text where absent."""
    otlp: bool = False
    """Whether it sends traces to where ``OTEL_EXPORTER_OTLP_ENDPOINT`` says."""
    scratch_mib: int = 0
    """MiB of ``SCRATCH``; none is mounted at 0."""
    load_seconds_per_gib: int = 10
    """Seconds to read a GiB of weights from a node's disk into place, for the default load budget."""

    @property
    def protocol(self) -> str:
        """What the server speaks on its main port, which has this name: ``http`` or ``https``."""
        return "https" if self.tls_secret else "http"

    @property
    def metrics_port(self) -> int:
        """Port of the metrics."""
        return self.metrics.port or self.port

    @property
    def ports(self) -> dict[str, int]:
        """Name → number of the container's ports; metrics have one of their own only where they are not on another."""
        grpc = {"grpc": self.grpc_port} if self.grpc_port else {}
        known = {self.protocol: self.port, **grpc}
        return known if self.metrics_port in known.values() else {**known, "metrics": self.metrics_port}

    @property
    def metrics_port_name(self) -> str:
        """Name of the port that has the metrics."""
        return next(name for name, port in self.ports.items() if port == self.metrics_port)
