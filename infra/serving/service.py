"""The address of a model inside the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {("Service", ""): "name"}
PORT = 80
GRPC_PORT = 9000
"""HTTP/2 in clear text, as KServe's Open Inference Protocol has it."""


def services(target: Target) -> list[Manifest]:
    """Return the Service, on port 80 whatever the runtime's own port is."""
    ports = [{"name": "http", "port": PORT, "targetPort": "http", "protocol": "TCP", "appProtocol": "http"}]
    if target.server.grpc_port:
        grpc = {"name": "grpc", "port": GRPC_PORT, "targetPort": "grpc", "protocol": "TCP"}
        ports.append({**grpc, "appProtocol": "kubernetes.io/h2c"})
    spec = {"type": "ClusterIP", "selector": target.selector(), "ports": ports}
    return [{**target.manifest("v1", "Service"), "spec": spec}]
