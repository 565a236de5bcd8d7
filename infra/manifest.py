"""A Kubernetes object as a plain dict, its identity, and the order in which objects are applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from infra.provenance import Sources

Json: TypeAlias = Any
"""Any value that JSON can carry."""

Manifest: TypeAlias = dict[str, Any]
"""One object in the API's own camelCase; what is judged, written and declared."""


class Identity(NamedTuple):
    """What makes an object that object in a cluster; ``namespace`` is empty for cluster-scoped kinds."""

    api_version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """Return ``Kind namespace/name``, or ``Kind name`` without a namespace."""
        where = f"{self.namespace}/" if self.namespace else ""
        return f"{self.kind} {where}{self.name}"


@dataclass(frozen=True, slots=True)
class Component:
    """The objects of one owner: a model, or a part of the platform. One component is one rendered file."""

    kind: Literal["models", "platform"]
    name: str
    manifests: tuple[Manifest, ...]
    sources: Sources = field(default_factory=dict)
    """Where the parts of its objects come from: the fields of the model's spec, or of the settings for the platform."""

    @property
    def file(self) -> str:
        """The component's file, relative to the stack's rendered tree."""
        return f"{self.kind}/{self.name}.yaml"


def identity(manifest: Manifest) -> Identity:
    """Return the identity of a manifest; a missing part is an empty string."""
    metadata = manifest.get("metadata") or {}
    return Identity(
        str(manifest.get("apiVersion") or ""),
        str(manifest.get("kind") or ""),
        str(metadata.get("namespace") or ""),
        str(metadata.get("name") or ""),
    )


# Kinds other objects need first, in the order kubectl and Helm users expect; a kind not named comes with the workloads.
_APPLY_ORDER = (
    "Namespace",
    "CustomResourceDefinition",
    "ResourceQuota",
    "LimitRange",
    "NetworkPolicy",
    "PriorityClass",
    "ServiceAccount",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "ConfigMap",
    "Secret",
    "ExternalSecret",
    "StorageClass",
    "ResourceClaimTemplate",
    "PersistentVolumeClaim",
    "Service",
    "GatewayClass",
    "Gateway",
)
_AFTER_WORKLOADS = (
    "HorizontalPodAutoscaler",
    "ScaledObject",
    "PodDisruptionBudget",
    "HTTPRoute",
    "PodMonitor",
    "ServiceMonitor",
    "PrometheusRule",
)
_RANK = {kind: rank for rank, kind in enumerate(_APPLY_ORDER)}
_RANK |= {kind: 200 + rank for rank, kind in enumerate(_AFTER_WORKLOADS)}
_WORKLOADS = 100


def in_apply_order(manifests: list[Manifest]) -> tuple[Manifest, ...]:
    """Return the manifests in the order in which they can be applied; ties are broken by identity."""
    return tuple(sorted(manifests, key=lambda manifest: (_RANK.get(manifest["kind"], _WORKLOADS), identity(manifest))))
