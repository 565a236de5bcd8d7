"""The Deployment that runs a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.security import restricted_pod
from infra.serving.artifact import download_seconds, fetch_container
from infra.serving.configuration import name_of
from infra.serving.container import server_container
from infra.serving.monitoring import scrape_annotations
from infra.serving.placement import placement
from infra.serving.probes import load_budget
from infra.serving.replacement import replacement
from infra.serving.storage import volumes

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("Deployment", ""): "name",
    ("Deployment", "/metadata/labels"): "owner",
    ("Deployment", "/spec/replicas"): "scaling.replicas",
    ("Deployment", "/spec/strategy"): "rollout",
    ("Deployment", "/spec/template/spec/volumes"): "artifact.size",
    ("Deployment", "/spec/template/spec/terminationGracePeriodSeconds"): "lifecycle.requestTimeoutSeconds",
}
_USER = 10001
"""User and group of a model's containers: above 10000, so that no user of the host shares it."""
_DRAIN_MARGIN_SECONDS = 10
_SCHEDULING_SECONDS = 300  # A node may have to be started and an image of many GiB pulled.


def workloads(target: Target) -> list[Manifest]:
    """Return the Deployment; an autoscaled one states no replicas, because Git and the autoscaler would fight."""
    replicas = {} if target.scaling.autoscaled else {"replicas": target.scaling.fewest}
    budget = _SCHEDULING_SECONDS + download_seconds(target) + load_budget(target)
    spec: Manifest = {
        **replicas,
        "revisionHistoryLimit": 3,
        "progressDeadlineSeconds": budget,
        "strategy": _strategy(target),
        "selector": {"matchLabels": target.selector()},
        "template": {
            "metadata": {"labels": target.labels(), "annotations": scrape_annotations(target)},
            "spec": _pod(target),
        },
    }
    return [{**target.manifest("apps/v1", "Deployment"), "spec": spec}]


def _strategy(target: Target) -> Manifest:
    """Replace replicas without waiting for what can't be there: a second GPU, or a volume another node holds."""
    asked = replacement(target)
    if asked:
        return asked
    held = target.spec.cache is not None and target.spec.cache.access == "ReadWriteOnce"
    if held or (target.spec.compute.gpu and target.scaling.fewest == 1):
        return {"type": "Recreate"}
    spare = 0 if target.spec.compute.gpu else 1
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": spare, "maxUnavailable": 1 - spare}}


def _pod(target: Target) -> Manifest:
    lifecycle = target.spec.lifecycle
    return {
        "serviceAccountName": target.spec.name,  # the clouds know it, so all variants share it
        "automountServiceAccountToken": False,
        # A Service named vllm would set VLLM_PORT in every pod, and the server would read it.
        "enableServiceLinks": False,
        "securityContext": restricted_pod(_USER),
        "terminationGracePeriodSeconds": lifecycle.pre_stop_seconds
        + lifecycle.request_timeout_seconds
        + _DRAIN_MARGIN_SECONDS,
        **placement(target),
        "initContainers": [fetch_container(target)],
        "containers": [server_container(target)],
        "volumes": volumes(target, name_of(target) if target.server.config else None),
    }
