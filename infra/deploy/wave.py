"""What must be there before what: namespaces and CRDs, then their guards and what pods refer to, then workloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from infra.manifest import Manifest

Wave = Literal[0, 1, 2]

_FIRST = {"Namespace", "CustomResourceDefinition"}
_SECOND = {
    "ResourceQuota",
    "LimitRange",
    "NetworkPolicy",
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "PersistentVolumeClaim",
    "GatewayClass",
}


def wave_of(manifest: Manifest) -> Wave:
    """Return when an object is declared; Services come with the workloads, because Pulumi waits for their endpoints."""
    if manifest["kind"] in _FIRST:
        return 0
    return 1 if manifest["kind"] in _SECOND else 2
