"""The address of a model inside the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.ingress_class import service_annotations

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {("Service", ""): "name", ("Service", "/spec/sessionAffinity"): "sessionAffinitySeconds"}
PORT = 80
TLS_PORT = 443
GRPC_PORT = 9000
"""HTTP/2 in clear text, as KServe's Open Inference Protocol has it."""


def services(target: Target, variant: str = "", selector: dict[str, str] | None = None) -> list[Manifest]:
    """Return the Service on ports of its own, whatever the runtime's are.

    Args:
        target: The model, or one of its variants.
        variant: Name of a variant's Service, where it isn't the model's own.
        selector: Chooses other pods than the target's.
    """
    spec: Manifest = {"type": "ClusterIP", "selector": selector or target.selector(), "ports": _ports(target)}
    seconds = target.spec.session_affinity_seconds
    if seconds:
        spec["sessionAffinity"] = "ClientIP"
        spec["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": seconds}}
    annotations = None if variant else service_annotations(target.spec, target.settings, target.cloud)
    return [{**target.manifest("v1", "Service", variant, annotations), "spec": spec}]


def _ports(target: Target) -> list[Manifest]:
    if target.server.tls_secret:
        ports = [_port("https", TLS_PORT, "https")]
    else:
        ports = [_port("http", PORT, target.cloud.gateway.app_protocol)]
    if target.server.grpc_port:
        # The Kubernetes standard name for HTTP/2 in clear text; without it a gateway would speak HTTP/1.1 to the pods.
        ports.append(_port("grpc", GRPC_PORT, "kubernetes.io/h2c"))
    return ports


def _port(name: str, port: int, protocol: str) -> Manifest:
    return {"name": name, "port": port, "targetPort": name, "protocol": "TCP", "appProtocol": protocol}
