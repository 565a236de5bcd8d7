"""The NetworkPolicy of the pods that a controller makes in the gateway's own namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import labels
from infra.dns import resolution
from infra.tenancy import TENANT, in_namespace, platform_object
from infra.way_in import NAMESPACE

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.clouds.gateway import Proxies
    from infra.manifest import Manifest
    from infra.settings import Settings

_NAME = "gateway"


def proxy_policies(settings: Settings, cloud: Cloud, proxies: Proxies) -> list[Manifest]:
    """Return what the namespace's default-deny must leave open: callers, name servers, the control plane, models."""
    where, app, port = proxies.control_plane
    models = {
        "namespaceSelector": {"matchLabels": dict(TENANT)},
        "podSelector": {"matchExpressions": [{"key": labels.MODEL, "operator": "Exists"}]},
    }
    spec = {
        # No other pods run in the namespace, and what labels a controller gives its own is its business.
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        # Whoever the load balancer lets in; through it they have the address of a node.
        "ingress": [{"ports": [{"protocol": "TCP", "port": number} for number in proxies.ports]}],
        "egress": [
            resolution(settings, cloud),
            {"to": [in_namespace(where, app, label="app")], "ports": [{"protocol": "TCP", "port": port}]},
            # The port is each runtime's own; the model's policy opens that one to us and no other.
            {"to": [models], "ports": [{"protocol": "TCP"}]},
        ],
    }
    policy = platform_object("networking.k8s.io/v1", "NetworkPolicy", "proxies", NAMESPACE, owner=_NAME)
    return [{**policy, "spec": spec}]
