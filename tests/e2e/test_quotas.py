"""A tenant's quota holds a model at its autoscaler's maximum while it rolls out, or gate and server both say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import nodes, workloads
from tests.e2e.apply import applied, present
from tests.e2e.tenant import built, errors, settings
from tests.e2e.watch import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
MODEL: dict[str, Any] = {"scaling": {"min": 2, "max": 4}, "compute": {"cpu": "500m", "memory": "1Gi"}}
FITTING = {"cpu": "2500m", "memory": "5Gi"}
"""Room for five replicas: the four of the maximum, and one more while they are replaced."""
SCARCE = {"cpu": "2400m", "memory": "5Gi"}


@pytest.fixture
def fleet(cluster: Cluster) -> Iterator[None]:
    with present(cluster, nodes.fleet("eks", ["cpu"])):
        yield


def at_maximum(objects: list[Manifest]) -> list[Manifest]:
    """Return the objects as under load: the autoscaler has asked for all replicas that it may."""
    scalers = [one["spec"] for one in objects if one["kind"] == "HorizontalPodAutoscaler"]
    for spec in scalers:
        spec["minReplicas"] = spec["maxReplicas"]
    return objects


def refusals(replica_sets: list[Manifest]) -> str:
    conditions = [condition for one in replica_sets for condition in one.get("status", {}).get("conditions", [])]
    return "\n".join(one["message"] for one in conditions if one["type"] == "ReplicaFailure")


@pytest.mark.usefixtures("fleet")
def test_a_quota_that_the_gate_accepts_is_enough_for_a_rollout_at_the_maximum(cluster: Cluster) -> None:
    on = settings("fitting", FITTING)
    before, after = (at_maximum(built(on, **MODEL, env={"ROUND": round_})) for round_ in ("1", "2"))
    assert "quota.exceeded" not in errors(before, on)
    with present(cluster, before):
        workloads.await_ready(cluster, before)
        applied(cluster, after)
        workloads.await_ready(cluster, after)
        # The server counts a pod that is gone for a moment longer: a creation may be refused once, but not for good.
        assert refusals(cluster.objects("replicasets", "-n", "fitting")) == ""


@pytest.mark.usefixtures("fleet")
def test_a_quota_that_is_too_small_is_found_by_the_gate_and_by_the_server(cluster: Cluster) -> None:
    on = settings("scarce", SCARCE)
    before, after = (at_maximum(built(on, **MODEL, env={"ROUND": round_})) for round_ in ("1", "2"))
    assert "quota.exceeded" in errors(built(on, **MODEL), on)
    with present(cluster, before):
        workloads.await_ready(cluster, before)
        applied(cluster, after)
        path = "/apis/apps/v1/namespaces/scarce/replicasets"
        until(cluster, path, lambda live: "forbidden: exceeded quota" in refusals(list(live)))
