"""Where the artifact lies: on a volume of the model's own, or on the node's disk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from infra import quantity
from infra.storage_class import storage_class

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("PersistentVolumeClaim", ""): "cache",
    ("PersistentVolumeClaim", "/spec/resources"): "cache.size",
    ("PersistentVolumeClaim", "/spec/accessModes"): "cache.access",
    ("PersistentVolumeClaim", "/spec/storageClassName"): "cache.storageClass",
}
TMP_MIB = 256
"""Size of /tmp in MiB: room for sockets and small temporary files."""


def artifact_mib(target: Target) -> int:
    """Return the artifact's size in MiB, rounded up."""
    return math.ceil(quantity.parse(target.spec.artifact.size) / 2**20)


def download_mib(target: Target) -> int:
    """Return the MiB that a download takes: a quarter more, for it is complete before it is renamed into place."""
    return artifact_mib(target) * 5 // 4


def claims(target: Target) -> list[Manifest]:
    """Return the PersistentVolumeClaim of the cache, if the spec asks for one."""
    cache = target.spec.cache
    if cache is None:
        return []
    chosen = cache.storage_class or storage_class(target.settings, target.cloud, cache.access)
    spec: Manifest = {
        "accessModes": [cache.access],
        "resources": {"requests": {"storage": quantity.canonical(cache.size)}},
    }
    if chosen:
        spec["storageClassName"] = chosen
    return [{**target.manifest("v1", "PersistentVolumeClaim", cache_name(target)), "spec": spec}]


def cache_name(target: Target) -> str:
    """Return the claim's name."""
    return f"{target.name}-cache"


def volumes(target: Target, config_map: str | None) -> list[Manifest]:
    """Return the pod's volumes; every one that is written to has a size limit."""
    found = [_artifact_volume(target), _scratch("tmp", TMP_MIB)]
    if target.server.scratch_mib:
        found.append(_scratch("scratch", target.server.scratch_mib))
    if config_map:
        found.append({"name": "config", "configMap": {"name": config_map}})
    if target.spec.compute.shared_memory_size:
        size = target.spec.compute.shared_memory_size
        found.append({"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": quantity.canonical(size)}})
    return found


def _artifact_volume(target: Target) -> Manifest:
    if target.spec.cache:
        return {"name": "models", "persistentVolumeClaim": {"claimName": cache_name(target)}}
    return _scratch("models", download_mib(target) + 1)


def _scratch(name: str, mib: int) -> Manifest:
    return {"name": name, "emptyDir": {"sizeLimit": quantity.canonical(f"{mib}Mi")}}
