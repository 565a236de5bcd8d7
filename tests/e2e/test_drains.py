"""Whoever drains nodes is held to a model's disruption budget."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e import nodes, workloads
from tests.e2e.apply import present
from tests.e2e.tenant import built, settings
from tests.e2e.watch import until

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
TENANT = "drained"


def eviction(cluster: Cluster, pod: Manifest) -> str:
    """Evict a pod; return what the server objects."""
    metadata = {"name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"]}
    body = json.dumps({"apiVersion": "policy/v1", "kind": "Eviction", "metadata": metadata})
    path = f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}/eviction"
    return cluster.kubectl("create", "--raw", path, "--filename=-", text=body).stderr


def await_budget(cluster: Cluster) -> None:
    """Wait until one pod may be spared."""
    path = f"/apis/policy/v1/namespaces/{TENANT}/poddisruptionbudgets"
    until(cluster, path, lambda live: [one.get("status", {}).get("disruptionsAllowed") for one in live] == [1])


def test_a_second_pod_is_not_evicted_before_the_first_is_replaced(cluster: Cluster) -> None:
    objects = built(settings(TENANT), scaling={"replicas": 2})
    fleet = nodes.fleet("eks", ["cpu"])
    names = [node["metadata"]["name"] for node in fleet]
    with present(cluster, [*fleet, *objects]):
        workloads.await_ready(cluster, objects)
        await_budget(cluster)
        first, second = cluster.objects("pods", "-n", TENANT)
        cluster.read("cordon", *names)  # so that there is no replacement yet
        assert eviction(cluster, first) == ""
        assert "violate the pod's disruption budget" in eviction(cluster, second)
        cluster.read("uncordon", *names)
        workloads.await_ready(cluster, objects)
        await_budget(cluster)
        assert eviction(cluster, second) == ""
