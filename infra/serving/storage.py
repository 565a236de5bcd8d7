"""Where the artifact lies: on a volume of the model's own, or on the node's disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import quantity
from infra.runtimes.server import MODELS
from infra.serving.image_volume import FOLDER, is_fetched, unmountable
from infra.serving.size import TMP_MIB, brought_mib
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
STATE = "state"
"""Name of the volume that each replica of a stateful model keeps."""


def claims(target: Target) -> list[Manifest]:
    """Return the PersistentVolumeClaim of the cache, if the spec asks for one that doesn't exist yet."""
    cache = target.spec.cache
    if cache is None or cache.size is None:
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
    existing = target.spec.cache.existing_claim if target.spec.cache else None
    return existing or f"{target.name}-cache"


def volumes(target: Target, config_map: str | None) -> list[Manifest]:
    """Return the pod's volumes; every one that is written to has a size limit."""
    found = [*model_volumes(target), scratch("tmp", TMP_MIB)]
    if target.server.scratch_mib:
        found.append(scratch("scratch", target.server.scratch_mib))
    if target.server.tls_secret:
        found.append({"name": "tls", "secret": {"secretName": target.server.tls_secret}})
    if config_map:
        found.append({"name": "config", "configMap": {"name": config_map}})
    if target.spec.compute.shared_memory_size:
        size = target.spec.compute.shared_memory_size
        found.append({"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": quantity.canonical(size)}})
    return found


def model_volumes(target: Target) -> list[Manifest]:
    """Return the volume with the model: none for a model in the server's image."""
    artifact = target.spec.artifact
    if artifact.scheme == "image":
        return []
    if artifact.scheme == "oci" and not is_fetched(artifact, target.settings):
        reference = artifact.uri.removeprefix("oci://")
        return [{"name": "models", "image": {"reference": reference, "pullPolicy": "IfNotPresent"}}]
    if artifact.scheme == "pvc":
        return [{"name": "models", "persistentVolumeClaim": {"claimName": artifact.claim, "readOnly": True}}]
    if target.spec.cache:
        return [{"name": "models", "persistentVolumeClaim": {"claimName": cache_name(target)}}]
    return [scratch("models", brought_mib(target) + 1)]


def pull_secrets(target: Target) -> Manifest:
    """Return the pod's reference to the registry credentials of an image that is mounted."""
    artifact = target.spec.artifact
    names = () if is_fetched(artifact, target.settings) else artifact.store.pull_secrets
    return {"imagePullSecrets": [{"name": name} for name in names]} if names else {}


def model_mounts(target: Target) -> list[Manifest]:
    """Return where the server sees the model: the whole volume, or the model's folder where it has to lie."""
    artifact, folder = target.spec.artifact, target.server.model_folder
    if artifact.scheme == "image":
        return []
    mount: Manifest = {"name": "models", "mountPath": folder, "readOnly": True}
    inside = artifact.inside if artifact.is_folder else artifact.inside.rpartition("/")[0]
    below = inside if folder != MODELS else ""
    if unmountable(artifact, target.settings):
        below = f"{FOLDER}/{below}".rstrip("/")
    return [{**mount, "subPath": below} if below else mount]


def scratch(name: str, mib: int) -> Manifest:
    """Return a volume on the node's disk with a limit in MiB."""
    return {"name": name, "emptyDir": {"sizeLimit": quantity.canonical(f"{mib}Mi")}}
