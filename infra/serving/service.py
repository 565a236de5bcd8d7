"""The address of a model inside the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {("Service", ""): "name"}
PORT = 80


def services(target: Target) -> list[Manifest]:
    """Return the Service, on port 80 whatever the runtime's own port is."""
    port = {"name": "http", "port": PORT, "targetPort": "http", "protocol": "TCP", "appProtocol": "http"}
    spec = {"type": "ClusterIP", "selector": target.selector(), "ports": [port]}
    return [{**target.manifest("v1", "Service"), "spec": spec}]
