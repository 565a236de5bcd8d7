"""Where pods ask for addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.tenancy import in_namespace

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.settings import Settings


def resolution(settings: Settings, cloud: Cloud) -> Manifest:
    """Return the egress rule to the cluster's name servers, and to those that the settings add."""
    pods = [in_namespace("kube-system", name, label="k8s-app") for name in cloud.dns_pods]
    cidrs = (*cloud.dns_addresses, *settings.egress_cidrs.get("dns", ()))
    addresses: list[Manifest] = [{"ipBlock": {"cidr": cidr}} for cidr in cidrs]
    return {"to": [*pods, *addresses], "ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]}
