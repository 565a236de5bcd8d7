"""Who may talk to a model, and to whom it may talk: what the spec uses, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving import telemetry
from infra.serving.artifact import store_ports, stores
from infra.serving.identity import cloud_role
from infra.serving.monitoring import scrapers
from infra.settings import PRIVATE_CIDRS
from infra.tenancy import in_namespace

if TYPE_CHECKING:
    from infra.clouds.cloud import Destination
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("NetworkPolicy", ""): "name",
    ("NetworkPolicy", "/spec/ingress"): "clients",
    ("NetworkPolicy", "/spec/egress"): "artifact.uri",
}
# Link-local as well, where the metadata service answers.
_PRIVATE = (*PRIVATE_CIDRS, "169.254.0.0/16")


def network_policies(target: Target) -> list[Manifest]:
    """Return the NetworkPolicy that opens what the namespace's default-deny has closed."""
    spec = {
        "podSelector": {"matchLabels": target.selector()},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": _ingress(target),
        "egress": destinations(target),
    }
    return [{**target.manifest("networking.k8s.io/v1", "NetworkPolicy"), "spec": spec}]


def _ingress(target: Target) -> list[Manifest]:
    if not target.serves:
        return []
    ports = [{"protocol": "TCP", "port": port} for port in target.server.ports.values()]
    return [{"from": _callers(target), "ports": ports}]


def _callers(target: Target) -> list[Manifest]:
    gateway = _gateway(target) if target.spec.route else []
    clients = [in_namespace(name) for name in target.spec.clients]
    return [{"podSelector": {}}, *clients, *gateway, *scrapers(target)]


def _gateway(target: Target) -> list[Manifest]:
    """Return where a gateway's traffic comes from: its pods, or the subnets of a load balancer."""
    if target.cloud.gateway_namespace:
        return [in_namespace(target.cloud.gateway_namespace)]
    gateway = target.settings.addons.gateway
    return [{"ipBlock": {"cidr": cidr}} for cidr in (gateway.source_cidrs if gateway else ())]


def destinations(target: Target) -> list[Manifest]:
    """Return the egress rules: DNS, and what the spec uses."""
    dns = [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]
    rules: list[Manifest] = [{"to": [in_namespace("kube-system", "kube-dns", label="k8s-app")], "ports": dns}]
    rules += telemetry.destinations(target)
    services = _services(target)
    if services:  # A rule to nobody would be a rule to everybody.
        rules.append({"to": services, "ports": [{"protocol": "TCP", "port": port} for port in store_ports(target)]})
    return rules


def _services(target: Target) -> list[Manifest]:
    """Return where the artifact and the cloud's credentials come from."""
    needed: list[Destination] = stores(target)
    if cloud_role(target) and target.cloud.identity_service:
        needed.append(target.cloud.identity_service)
    known = target.settings.egress_cidrs
    cidrs = [cidr for destination in needed for cidr in known.get(destination, ())]
    blocks: list[Manifest] = [{"ipBlock": {"cidr": cidr}} for cidr in dict.fromkeys(cidrs)]
    if all(destination in known for destination in needed):
        return blocks
    # A public service's addresses are not known: all public ones, and no private one.
    return [*blocks, {"ipBlock": {"cidr": "0.0.0.0/0", "except": list(_PRIVATE)}}]
