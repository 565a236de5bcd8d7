"""What a runtime tells the builders about the server it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.artifact import Artifact

MODELS = "/models"
"""Where the artifact is mounted in every container."""
CONFIG = "/etc/slipway"
"""Where the server's ConfigMap is mounted."""


def path_of(artifact: Artifact) -> str:
    """Return where the fetch container puts the artifact: a file, or the folder of a repository."""
    return f"{MODELS}/{artifact.file_name}"


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
    metrics_path: str
    grpc_port: int | None = None
    """Port of the protocol over gRPC, where the server answers on one."""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, str] = field(default_factory=dict)
    """File name → content, for the ConfigMap mounted at ``CONFIG``."""
    scratch_mib: int = 0
    """MiB of ``SCRATCH``; none is mounted at 0."""
    load_seconds_per_gib: int = 10
    """Seconds to read a GiB of weights from a node's disk into place, for the default load budget."""
