"""The pod of a model, the same for every kind of workload but for what a batch has no use for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.security import restricted_pod
from infra.serving.accelerator import pod_claims
from infra.serving.artifact import fetch_containers
from infra.serving.configuration import name_of
from infra.serving.container import server_container
from infra.serving.identity import pod_labels
from infra.serving.monitoring import scrape_annotations
from infra.serving.placement import placement
from infra.serving.pods import in_pods
from infra.serving.sidecar import sidecar_containers, sidecar_volumes
from infra.serving.storage import pull_secrets, volumes

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = in_pods(
    {"/volumes": "artifact.size", "/terminationGracePeriodSeconds": "lifecycle.requestTimeoutSeconds"}
)
USER = 10001
"""User and group of a model's containers: above 10000, so that no user of the host shares it."""
SCHEDULING_SECONDS = 300
"""A node may have to be started and an image of many GiB pulled."""
_DRAIN_MARGIN_SECONDS = 10
# A batch that is moved to save a node starts again from nothing; Karpenter and the cluster autoscaler then wait.
_LEFT_ALONE = {"karpenter.sh/do-not-disrupt": "true", "cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}


def pod_template(target: Target) -> Manifest:
    """Return the template from which the workload's controller makes pods."""
    annotations = scrape_annotations(target) if target.serves else dict(_LEFT_ALONE)
    metadata = {"labels": target.labels() | pod_labels(target), **({"annotations": annotations} if annotations else {})}
    return {"metadata": metadata, "spec": _pod(target)}


def _pod(target: Target) -> Manifest:
    before = [*fetch_containers(target), *sidecar_containers(target)]
    return {
        # A batch starts again in a new pod, so that what the old one said can still be read.
        **({} if target.serves else {"restartPolicy": "Never"}),
        "serviceAccountName": target.spec.name,  # the clouds know it, so all variants share it
        **pull_secrets(target),
        "automountServiceAccountToken": False,
        # A Service named vllm would set VLLM_PORT in every pod, and the server would read it.
        "enableServiceLinks": False,
        "securityContext": restricted_pod(USER),
        "terminationGracePeriodSeconds": _grace_seconds(target),
        **placement(target),
        **pod_claims(target),
        **({"initContainers": before} if before else {}),
        "containers": [server_container(target)],
        "volumes": [
            *volumes(target, name_of(target) if target.server.config else None),
            *sidecar_volumes(target),
        ],
    }


def _grace_seconds(target: Target) -> int:
    if target.spec.batch:
        return target.spec.batch.grace_seconds
    lifecycle = target.spec.lifecycle
    return lifecycle.pre_stop_seconds + lifecycle.seconds_to_drain + _DRAIN_MARGIN_SECONDS
