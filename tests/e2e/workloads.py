"""What it means that workloads are ready, and where their pods are."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tests.e2e.nodes import KIND, ZONE
from tests.e2e.watch import SECONDS, until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

_REPLICAS = {"Deployment": "/apis/apps/v1/deployments", "StatefulSet": "/apis/apps/v1/statefulsets"}


class Spread(NamedTuple):
    """Where the pods of one owner run."""

    kinds: set[str]
    """Kinds of node."""
    zones: list[int]
    """Pods in each zone that has any, the fewest first."""


def replicas(manifests: Iterable[Manifest]) -> dict[tuple[str, str, str], int]:
    """Return the replicas that each workload starts with, by kind, namespace and name; its autoscaler's fewest."""
    objects = list(manifests)
    said = {_key(one): one["spec"].get("replicas", 1) for one in objects if one["kind"] in _REPLICAS}
    for scaler in objects:
        if scaler["kind"] == "HorizontalPodAutoscaler":
            target = scaler["spec"]["scaleTargetRef"]
            said[target["kind"], scaler["metadata"]["namespace"], target["name"]] = scaler["spec"]["minReplicas"]
    return said


def await_ready(cluster: Cluster, manifests: Iterable[Manifest], seconds: int = SECONDS) -> None:
    """Wait until every workload among the objects has all its replicas, updated and ready."""
    objects = list(manifests)
    wanted = replicas(objects)
    for kind, path in _REPLICAS.items():
        mine = {key: count for key, count in wanted.items() if key[0] == kind}
        until(cluster, path, functools.partial(_have, mine, kind), seconds)
    agents = {_key(one)[1:] for one in objects if one["kind"] == "DaemonSet"}
    until(cluster, "/apis/apps/v1/daemonsets", lambda live: agents <= {_key(one)[1:] for one in live if _covers(one)})


def spreads(cluster: Cluster, label: str) -> dict[str, Spread]:
    """Return where the pods that have a label run, by its value."""
    nodes = {node["metadata"]["name"]: node["metadata"]["labels"] for node in cluster.objects("nodes")}
    found: dict[str, list[dict[str, str]]] = {}
    for pod in cluster.objects("pods", "-A", "-l", label):
        found.setdefault(pod["metadata"]["labels"][label], []).append(nodes[pod["spec"]["nodeName"]])
    return {name: _spread(places) for name, places in found.items()}


def _spread(places: list[dict[str, str]]) -> Spread:
    zones = Counter(labels[ZONE] for labels in places)
    return Spread({labels[KIND] for labels in places}, sorted(zones.values()))


def settled(workload: Manifest) -> bool:
    """Return whether a Deployment's or StatefulSet's replicas are all there, updated and ready."""
    status, wanted = workload.get("status", {}), workload["spec"].get("replicas", 1)
    counts = [status.get(which, 0) for which in ("replicas", "updatedReplicas", "readyReplicas")]
    return status.get("observedGeneration") == workload["metadata"]["generation"] and counts == [wanted] * 3


def unschedulable(pod: Manifest) -> str:
    """Return why the scheduler finds no node for a pod; empty where it does, or hasn't looked yet."""
    conditions = pod.get("status", {}).get("conditions", [])
    waiting = [one for one in conditions if one["type"] == "PodScheduled" and one["status"] == "False"]
    return "".join(one.get("message", "") for one in waiting)


def _have(wanted: dict[tuple[str, str, str], int], kind: str, live: Iterable[Manifest]) -> bool:
    # The items of a list don't say their kind.
    ready = {(kind, *_key(one)[1:]): one["spec"].get("replicas", 1) for one in live if settled(one)}
    return wanted.items() <= ready.items()


def _covers(agent: Manifest) -> bool:
    status = agent.get("status", {})
    return bool(status.get("numberReady", 0) == status.get("desiredNumberScheduled") != 0)


def _key(manifest: Manifest) -> tuple[str, str, str]:
    return manifest.get("kind", ""), manifest["metadata"]["namespace"], manifest["metadata"]["name"]
