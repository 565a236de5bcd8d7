"""A Job that fills the cache before replicas start, so that none waits for a download with a GPU in hand."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from infra.security import restricted_pod
from infra.serving import identity
from infra.serving.artifact import download_seconds, fetch_containers
from infra.serving.isolation import destinations
from infra.serving.placement import placement
from infra.serving.pod import SCHEDULING_SECONDS, USER
from infra.serving.size import TMP_MIB
from infra.serving.storage import model_volumes, scratch

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.serving.target import Target

_HASH = 7  # With "-load-" before it, the 13 characters that a model's name leaves.
_WAVE = "argocd.argoproj.io/sync-wave"
_NEEDED = {"ServiceAccount", "PersistentVolumeClaim", "Job"}


def jobs(target: Target) -> list[Manifest]:
    """Return the Job, named after what it does: it can't be changed, so a new artifact is a new Job.

    It has no time to live: GitOps controllers would make it again each time that it was cleaned up.
    """
    if not _wanted(target):
        return []
    spec: Manifest = {
        "backoffLimit": 3,
        "activeDeadlineSeconds": SCHEDULING_SECONDS + download_seconds(target),
        "template": {"metadata": {"labels": _labels(target)}, "spec": _pod(target)},
    }
    content = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()
    return [{**target.manifest("batch/v1", "Job", f"{target.name}-load-{content[:_HASH]}"), "spec": spec}]


def network_policies(target: Target) -> list[Manifest]:
    """Return what the Job may reach: the stores that a replica would ask; nobody calls it."""
    if not _wanted(target):
        return []
    spec = {
        "podSelector": {"matchLabels": _selector(target)},
        # No ingress is said, and so none is open; the API server drops an empty list.
        "policyTypes": ["Ingress", "Egress"],
        "egress": destinations(target),
    }
    return [{**target.manifest("networking.k8s.io/v1", "NetworkPolicy", _name(target)), "spec": spec}]


def first(target: Target, manifests: list[Manifest]) -> list[Manifest]:
    """Return the manifests with the Job and what it needs marked as Argo CD's first wave.

    Others need no order: a replica's fetch container waits for the Job, or finds its work done.
    """
    return [_in_first_wave(one) if _wanted(target) and _is_needed(target, one) else one for one in manifests]


def _wanted(target: Target) -> bool:
    return target.spec.cache is not None and target.spec.cache.preload


def _is_needed(target: Target, manifest: Manifest) -> bool:
    return manifest["kind"] in _NEEDED or manifest["metadata"]["name"] == _name(target)


def _in_first_wave(manifest: Manifest) -> Manifest:
    metadata = manifest["metadata"]
    return {**manifest, "metadata": {**metadata, "annotations": {**metadata.get("annotations", {}), _WAVE: "-1"}}}


def _name(target: Target) -> str:
    return f"{target.name}-load"


def _selector(target: Target) -> dict[str, str]:
    return {"app.kubernetes.io/name": _name(target)}


def _labels(target: Target) -> dict[str, str]:
    """Return the labels of the Job's pods: the model's, but for the name, for they serve no requests."""
    return {**target.labels(), **identity.pod_labels(target), **_selector(target)}


def _pod(target: Target) -> Manifest:
    *before, last = fetch_containers(target)
    return {
        "serviceAccountName": target.spec.name,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "restartPolicy": "OnFailure",
        "securityContext": restricted_pod(USER),
        # A volume of one zone is made where its first pod runs, which must be where the replicas can run.
        **(
            placement(target)
            if target.spec.cache and target.spec.cache.access == "ReadWriteOnce"
            else _anywhere(target)
        ),
        **({"initContainers": before} if before else {}),
        "containers": [last],
        "volumes": [*model_volumes(target), scratch("tmp", TMP_MIB)],
    }


def _anywhere(target: Target) -> Manifest:
    """Return any node, as long as the pod is known to the cloud there."""
    chosen = identity.node_labels(target)
    return {"nodeSelector": chosen} if chosen else {}
