"""Variants change places on a cluster without a pod being replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import crds, nodes, workloads
from tests.e2e.apply import applied, present
from tests.e2e.tenant import built, settings
from tests.e2e.watch import until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
VARIANTS: dict[str, dict[str, Any]] = {"old": {}, "new": {"spec": {"version": "1.3.0"}}}


def weighed(old: int, new: int) -> dict[str, Any]:
    weights = {"old": {"weight": old}, "new": {"weight": new}}
    return {
        "strategy": "canary",
        "stable": "old",
        "variants": {name: {**VARIANTS[name], **weights[name]} for name in VARIANTS},
    }


def active(name: str) -> dict[str, Any]:
    return {"strategy": "blueGreen", "active": name, "variants": VARIANTS}


PROMOTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "more-of-a-canary": (weighed(90, 10), weighed(50, 50)),
    "all-of-a-canary": (weighed(50, 50), {**weighed(0, 100), "stable": "new"}),
    "back-to-the-old": (weighed(50, 50), weighed(100, 0)),
    "blue-to-green": (active("old"), active("new")),
}


def running(cluster: Cluster, namespace: str) -> dict[str, Any]:
    """Return what a replaced pod would change: each pod, and how often each Deployment was given another spec."""
    kinds = ("deployments", "replicasets", "pods")
    found = {kind: [one["metadata"] for one in cluster.objects(kind, "-n", namespace)] for kind in kinds}
    return {kind: {one["uid"]: one.get("generation") for one in every} for kind, every in found.items()}


def steering(manifests: list[Manifest]) -> list[Manifest]:
    return [one["spec"] for one in manifests if one["kind"] in {"HTTPRoute", "Service"}]


@pytest.mark.parametrize("promotion", PROMOTIONS)
def test_promoting_replaces_no_pod(promotion: str, cluster: Cluster) -> None:
    on = settings(promotion)
    before, after = (
        crds.judged(built(on, route={}, scaling={"replicas": 2}, rollout=rollout)) for rollout in PROMOTIONS[promotion]
    )
    with present(cluster, [*nodes.fleet("eks", ["cpu"]), *before]):
        workloads.await_ready(cluster, before)
        earlier = running(cluster, promotion)
        applied(cluster, after)
        assert running(cluster, promotion) == earlier
        assert [len(found) for found in earlier.values()] == [2, 2, 4]
        assert steering(before) != steering(after)


def test_callers_inside_the_cluster_reach_the_active_variant(cluster: Cluster) -> None:
    on = settings("switched")
    before, after = (built(on, scaling={"replicas": 2}, rollout=active(name)) for name in ("old", "new"))
    path = "/apis/discovery.k8s.io/v1/namespaces/switched/endpointslices"
    with present(cluster, [*nodes.fleet("eks", ["cpu"]), *before]):
        workloads.await_ready(cluster, before)
        until(cluster, path, lambda slices: behind(slices, "iris") == {"iris-old"})
        applied(cluster, after)
        until(cluster, path, lambda slices: behind(slices, "iris") == {"iris-new"})


def behind(slices: Iterable[Manifest], service: str) -> set[str]:
    """Return the Deployments whose pods a Service sends to."""
    mine = [one for one in slices if one["metadata"]["labels"]["kubernetes.io/service-name"] == service]
    pods = [endpoint["targetRef"]["name"] for one in mine for endpoint in one["endpoints"] or ()]
    return {pod.rsplit("-", 2)[0] for pod in pods}
