"""Namespaces and what makes each one safe to share: Pod Security level, quota, container defaults, closed network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from infra import labels
from infra.manifest import Component, Manifest, in_apply_order
from infra.quantity import canonical, decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.provenance import Sources
    from infra.settings import Quota, Settings

PodSecurity: TypeAlias = Literal["restricted", "baseline", "privileged"]
"""A level of the Pod Security Standards."""
NAMESPACE_NAME = "kubernetes.io/metadata.name"
"""The label by which a NetworkPolicy selects a namespace."""
TENANT = {"slipway.dev/tenant": "true"}
"""The label that only tenants' namespaces have: the gateway takes their routes, Prometheus may reach their pods."""

CLAIMED = ".deviceclass.resource.k8s.io/devices"
"""What follows a DeviceClass's name in a quota of its devices."""
_HARD = "/spec/hard"
# What a container gets that states nothing: enough to start, so little that forgetting shows.
_CONTAINER_DEFAULTS = {"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "128Mi"}


@dataclass(frozen=True, slots=True)
class Allowance:
    """A platform namespace's quota, computed from its pods; unlike a tenant's it may be nothing at all."""

    cpu: str = "0"
    memory: str = "0"
    ephemeral_storage: str = "0"
    storage: str = "0"
    gpus: int = 0
    devices: Mapping[str, int] = field(default_factory=dict)
    pods: int = 0


def tenants(settings: Settings) -> list[Component]:
    """Return one component for each tenant's namespace."""
    return [
        Component("platform", f"tenant-{name}", in_apply_order(_tenant(name, tenant.quota, settings)), sources(name))
        for name, tenant in settings.tenants.items()
    ]


def namespace(
    name: str,
    *,
    version: str,
    pod_security: PodSecurity,
    quota: Quota | Allowance,
    extra_labels: Mapping[str, str] | None = None,
) -> list[Manifest]:
    """Return the namespace and its guards; ``version`` is the cluster's minor version."""
    return [
        _namespace(name, {**(extra_labels or {}), **_pod_security(pod_security, version)}),
        {**platform_object("v1", "ResourceQuota", "quota", name, owner=name), "spec": {"hard": _hard(quota)}},
        _container_defaults(name),
        _default_deny(name),
    ]


def platform_object(api_version: str, kind: str, name: str, namespace: str = "", *, owner: str) -> Manifest:
    """Return an object of the platform up to its metadata; ``owner`` is the add-on or namespace it is a part of."""
    metadata: Manifest = {"name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": {**metadata, "labels": labels.platform(owner)}}


def in_namespace(name: str, pods: str = "", *, label: str = "app.kubernetes.io/name") -> Manifest:
    """Return the NetworkPolicy peer for a namespace: all its pods, or those whose ``label`` says ``pods``."""
    peer: Manifest = {"namespaceSelector": {"matchLabels": {NAMESPACE_NAME: name}}}
    return {**peer, "podSelector": {"matchLabels": {label: pods}}} if pods else peer


def sources(name: str) -> Sources:
    """Return the settings behind a tenant's objects."""
    quota = f"tenants.{name}.quota"
    return {
        ("Namespace", ""): f"tenants.{name}",
        ("ResourceQuota", ""): quota,
        # Any key that isn't named below.
        ("ResourceQuota", _HARD): f"{quota}.devices",
        **{("ResourceQuota", f"{_HARD}/{which}.cpu"): f"{quota}.cpu" for which in ("requests", "limits")},
        **{("ResourceQuota", f"{_HARD}/{which}.memory"): f"{quota}.memory" for which in ("requests", "limits")},
        **{
            ("ResourceQuota", f"{_HARD}/{which}.ephemeral-storage"): f"{quota}.ephemeralStorage"
            for which in ("requests", "limits")
        },
        ("ResourceQuota", f"{_HARD}/requests.storage"): f"{quota}.storage",
        ("ResourceQuota", f"{_HARD}/requests.nvidia.com~1gpu"): f"{quota}.gpus",
        ("ResourceQuota", f"{_HARD}/pods"): f"{quota}.pods",
    }


def _tenant(name: str, quota: Quota, settings: Settings) -> list[Manifest]:
    version = settings.kubernetes_version
    return namespace(name, version=version, pod_security="restricted", quota=quota, extra_labels=TENANT)


def _namespace(name: str, more: Mapping[str, str]) -> Manifest:
    manifest = platform_object("v1", "Namespace", name, owner=name)
    # The API server adds this label to every namespace; said here, policies can follow a selector without a cluster.
    manifest["metadata"]["labels"] |= {NAMESPACE_NAME: name, **more}
    return manifest


def _pod_security(level: PodSecurity, version: str) -> dict[str, str]:
    """Return the labels, pinned: with ``latest`` an upgraded cluster would refuse pods that the gate has allowed."""
    prefix = "pod-security.kubernetes.io"
    modes = ("enforce", "audit", "warn")
    pairs = [(f"{prefix}/{mode}", f"{prefix}/{mode}-version") for mode in modes]
    return {key: value for mode, pin in pairs for key, value in ((mode, level), (pin, f"v{version}"))}


def _hard(quota: Quota | Allowance) -> dict[str, str]:
    """Return the limits as the API server writes them, so that what is rendered equals what is live."""
    amounts = {"cpu": quota.cpu, "memory": quota.memory, "ephemeral-storage": quota.ephemeral_storage}
    compute = {
        f"{which}.{name}": canonical(amount) for name, amount in amounts.items() for which in ("requests", "limits")
    }
    return {
        **compute,
        "requests.storage": canonical(quota.storage),
        # Said even where it is none: a resource that a quota doesn't name is not limited.
        "requests.nvidia.com/gpu": decimal(quota.gpus),
        **{_quota_key(resource): decimal(count) for resource, count in quota.devices.items()},
        "pods": decimal(quota.pods),
    }


def _quota_key(resource: str) -> str:
    """Return the key that limits a resource: devices that are claimed are counted by their class, not requested."""
    return resource if resource.endswith(CLAIMED) else f"requests.{resource}"


def _container_defaults(name: str) -> Manifest:
    # The quota refuses pods without these; the defaults let them in, counted.
    item = {"type": "Container", "default": dict(_CONTAINER_DEFAULTS), "defaultRequest": dict(_CONTAINER_DEFAULTS)}
    return {**platform_object("v1", "LimitRange", "container-defaults", name, owner=name), "spec": {"limits": [item]}}


def _default_deny(name: str) -> Manifest:
    policy = platform_object("networking.k8s.io/v1", "NetworkPolicy", "default-deny", name, owner=name)
    return {**policy, "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}
