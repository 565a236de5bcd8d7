"""Who may talk to a model, and to whom it may talk: what the spec uses, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.cidr import PRIVATE_CIDRS
from infra.dns import resolution
from infra.serving import telemetry
from infra.serving.address import via
from infra.serving.artifact import store_ports, stores
from infra.serving.identity import identities
from infra.serving.monitoring import scrapers
from infra.tenancy import in_namespace
from infra.way_in import NAMESPACE, callers

if TYPE_CHECKING:
    from infra.clouds.identity import Destination
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.egress import Egress

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
        **({"ingress": _ingress(target)} if target.serves else {}),
        "egress": [*destinations(target), *map(_asked, target.spec.egress)],
    }
    return [{**target.manifest("networking.k8s.io/v1", "NetworkPolicy"), "spec": spec}]


def _asked(egress: Egress) -> Manifest:
    peer = in_namespace(egress.namespace) if egress.namespace else {"ipBlock": {"cidr": egress.cidr}}
    return {"to": [peer], "ports": [{"protocol": "TCP", "port": port} for port in egress.ports]}


def _ingress(target: Target) -> list[Manifest]:
    ports = [{"protocol": "TCP", "port": port} for port in target.server.ports.values()]
    return [{"from": _callers(target), "ports": ports}]


def _callers(target: Target) -> list[Manifest]:
    gateway = _gateway(target) if target.spec.route else []
    clients = [in_namespace(name) for name in target.spec.clients]
    return [{"podSelector": {}}, *clients, *gateway, *scrapers(target)]


def _gateway(target: Target) -> list[Manifest]:
    """Return where a gateway's traffic comes from: its pods, or the subnets of a load balancer."""
    ingress = target.settings.ingress
    if ingress and via(target.spec, target.settings) == "ingress":
        sources: list[Manifest] = [{"ipBlock": {"cidr": cidr}} for cidr in ingress.source_cidrs]
        return [*([in_namespace(ingress.namespace)] if ingress.namespace else []), *sources]
    own = target.spec.route.gateway if target.spec.route else None
    return callers(target.settings, target.cloud, own.namespace if own else NAMESPACE)


def destinations(target: Target) -> list[Manifest]:
    """Return the egress rules: name servers, stores and token services, and what the node answers itself."""
    rules: list[Manifest] = [resolution(target.settings, target.cloud), *telemetry.destinations(target)]
    services = _services(target)
    if services:  # A rule to nobody would be a rule to everybody.
        rules.append({"to": services, "ports": [{"protocol": "TCP", "port": port} for port in store_ports(target)]})
    return [*rules, *_node_services(target)]


def _node_services(target: Target) -> list[Manifest]:
    return [
        {
            "to": [{"ipBlock": {"cidr": endpoint.cidr}}],
            "ports": [{"protocol": "TCP", "port": port} for port in endpoint.ports],
        }
        for way in identities(target)
        for endpoint in way.endpoints
    ]


def _services(target: Target) -> list[Manifest]:
    """Return where the artifact and the cloud's credentials come from."""
    needed: list[Destination] = [*stores(target), *(way.service for way in identities(target) if way.service)]
    known = target.settings.egress_cidrs
    cidrs = [cidr for destination in needed for cidr in known.get(destination, ())]
    blocks: list[Manifest] = [{"ipBlock": {"cidr": cidr}} for cidr in dict.fromkeys(cidrs)]
    if all(destination in known for destination in needed):
        return blocks
    # A public service's addresses are not known: all public ones, and no private one.
    return [*blocks, {"ipBlock": {"cidr": "0.0.0.0/0", "except": list(_PRIVATE)}}]
