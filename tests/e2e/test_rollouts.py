"""Rollouts end on a cluster that has no room to spare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import nodes, workloads
from tests.e2e.apply import applied, present
from tests.e2e.tenant import built, settings
from tests.e2e.watch import until
from tests.stack import VLLM

if TYPE_CHECKING:
    from collections.abc import Collection

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")


def changed(tenant: str, replicas: int) -> list[list[Manifest]]:
    """Return a model that takes one GPU for each replica, before and after a change of its pods."""
    on = settings(tenant)
    return [built(on, **VLLM, scaling={"replicas": replicas}, env={"ROUND": round_}) for round_ in ("1", "2")]


def rounds(cluster: Cluster, namespace: str) -> list[str]:
    """Return which change each pod has."""
    pods = cluster.objects("pods", "-n", namespace)
    return [env["value"] for pod in pods for env in pod["spec"]["containers"][0]["env"] if env["name"] == "ROUND"]


@pytest.mark.parametrize("replicas", [1, 2])
def test_a_model_that_fills_every_gpu_is_replaced(replicas: int, cluster: Cluster) -> None:
    tenant = f"full-{replicas}"
    before, after = changed(tenant, replicas)
    with present(cluster, [*nodes.fleet("eks", ["l4"])[:replicas], *before]):
        workloads.await_ready(cluster, before)
        applied(cluster, after)
        workloads.await_ready(cluster, after)
        assert rounds(cluster, tenant) == ["2"] * replicas


def test_with_a_surge_the_new_pod_would_wait_for_a_gpu_forever(cluster: Cluster) -> None:
    before, after = changed("surging", 2)
    (deployment,) = [one for one in after if one["kind"] == "Deployment"]
    deployment["spec"]["strategy"] = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}
    with present(cluster, [*nodes.fleet("eks", ["l4"]), *before]):
        workloads.await_ready(cluster, before)
        applied(cluster, after)
        until(cluster, "/api/v1/namespaces/surging/pods", lacks_a_gpu)
        assert sorted(rounds(cluster, "surging")) == ["1", "1", "2"]


def lacks_a_gpu(pods: Collection[Manifest]) -> bool:
    return any("Insufficient nvidia.com/gpu" in workloads.unschedulable(pod) for pod in pods)
