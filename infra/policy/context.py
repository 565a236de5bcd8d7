"""What rules may know besides the objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Json


@dataclass(frozen=True, slots=True)
class Context:
    """The stack that objects are for, as far as it is known."""

    environment: str
    stack: str | None = None
    cloud: str | None = None
    kubernetes_version: str | None = None
    max_nodes: int | None = None
    pod_security: str | None = None
    """The level of the Pod Security Standards that this run holds every pod to, in place of labels and floor."""

    def as_input(self) -> dict[str, Json]:
        """Return the context as rules read it."""
        return {
            "environment": self.environment,
            "stack": self.stack,
            "cloud": self.cloud,
            "kubernetesVersion": self.kubernetes_version,
            "maxNodes": self.max_nodes,
            "podSecurity": self.pod_security,
        }
