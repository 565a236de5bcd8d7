"""Specs of every shape, and every real deployment in tests/cases, as the API server judges what is built from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra.serving import model
from tests import stack
from tests.cases.spec import CASES, rendered
from tests.e2e import crds
from tests.e2e.apply import present, tried
from tests.e2e.drift import Schemas, drift
from tests.e2e.tenant import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
TENANT = "tried"


def side_by_side(strategy: str, old: dict[str, Any], new: dict[str, Any], **chosen: str) -> dict[str, Any]:
    """Return what a spec says that has two variants."""
    variants = {"old": old, "new": {**new, "spec": {"version": "1.3.0"}}}
    return {"route": {}, "rollout": {"strategy": strategy, "variants": variants, **chosen}}


SHAPES: dict[str, dict[str, Any]] = {
    "the least that a spec says": {},
    "autoscaled, with a route": {"scaling": {"min": 2, "max": 4}, "route": {}},
    "route with a path": {"route": {"path": "/v2"}, "clients": ["shop"]},
    "batching": {"runtime": {"profile": "builtin", "batching": {"maxSize": 8}}},
    "cache of one node": {"cache": {"size": "40Gi"}},
    "cache of many nodes": {"cache": {"size": "40Gi", "access": "ReadWriteMany"}, "scaling": {"replicas": 3}},
    "environment and secrets": {
        "env": {"OMP_NUM_THREADS": "2"},
        "secretEnv": {"API_KEY": {"secret": "keys", "key": "api"}},
        "identity": {"awsRoleArn": "arn:aws:iam::111122223333:role/models"},
    },
    "language model on several GPUs": {
        **stack.VLLM,
        "compute": {"cpu": "6", "memory": "24Gi", "gpu": {"count": 4, "model": "h100"}},
    },
    "canary": side_by_side("canary", {"weight": 90}, {"weight": 10}, stable="old"),
    "a/b test": side_by_side("abTest", {}, {"headers": {"x-group": "b"}}),
    "shadow": side_by_side("shadow", {}, {"mirrorPercent": 20}),
    "blue-green": side_by_side("blueGreen", {}, {}, active="old"),
    "Ingress": {"route": {"via": "ingress"}},
    "another gateway": {"route": {"gateway": {"name": "edge", "namespace": "edge", "httpSectionName": "http"}}},
    "several hosts": {"route": {"host": "a.models.example.com", "otherHosts": ["b.models.example.com"]}},
    "gRPC": {**stack.VLLM, "route": {"grpc": {}}},
    "partition of a GPU": {
        **stack.VLLM,
        "compute": {"cpu": "6", "memory": "24Gi", "gpu": {"sharing": {"mig": "1g.10gb"}, "model": "h100"}},
    },
    "stateful": {"workload": {"kind": "statefulSet", "state": {"size": "10Gi"}}, "scaling": {"min": 2, "max": 4}},
    "job": {"workload": {"kind": "job", "command": ["score"], "parallelism": 2, "completions": 4, "indexed": True}},
    "cron job": {"workload": {"kind": "cronJob", "command": ["score"], "schedule": "0 3 * * *"}},
    "sidecar": {
        "sidecars": [{"name": "proxy", "image": "registry.example.invalid/proxy:1.0", "ports": {"admin": 9901}}]
    },
    "placement": {
        "placement": {
            "spot": True,
            "nodeSelector": {"pool": "inference"},
            "affinity": [{"label": "disk", "values": ["nvme"]}, {"label": "disk", "values": ["ssd"], "weight": 10}],
            "tolerations": [
                {"key": "dedicated", "value": "models"},
                {"key": "down", "effect": "NoExecute", "seconds": 5},
            ],
        },
        "scaling": {"replicas": 3},
    },
}
CLAIMED = {
    **stack.VLLM,
    "compute": {"cpu": "6", "memory": "24Gi", "gpu": {"count": 2, "allocation": "dra", "model": "h100"}},
}


@pytest.fixture(scope="module")
def schemas(cluster: Cluster) -> Schemas:
    return Schemas(cluster)


@pytest.fixture(scope="module")
def namespace(cluster: Cluster) -> Iterator[str]:
    pod_security = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn")}
    made = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": TENANT, "labels": pod_security}}
    with present(cluster, [made]):
        yield TENANT


def assert_accepted(cluster: Cluster, manifests: list[Manifest], schemas: Schemas) -> None:
    trial = tried(cluster, crds.judged(manifests))
    assert trial.objections == ""
    assert [line for sent, kept in trial.objects for line in drift(sent, kept, schemas)] == []


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES)
def test_a_spec_of_any_shape_is_accepted(
    changes: dict[str, Any], cluster: Cluster, namespace: str, schemas: Schemas
) -> None:
    on = settings(namespace, ingress={"sourceCidrs": ["10.20.0.0/18"]})
    assert_accepted(cluster, list(model(stack.spec(**changes), on).manifests), schemas)


def test_a_claim_is_accepted(cluster: Cluster, namespace: str, schemas: Schemas) -> None:
    on = settings(namespace, cloud="generic")
    assert_accepted(cluster, list(model(stack.spec(**CLAIMED), on).manifests), schemas)


@pytest.mark.parametrize("case", CASES)
def test_a_real_deployment_is_accepted(case: str, cluster: Cluster, namespace: str, schemas: Schemas) -> None:
    assert_accepted(cluster, rendered(case, namespace), schemas)


def test_drift_is_seen_where_argo_cd_sees_it(cluster: Cluster, namespace: str, schemas: Schemas) -> None:
    """A field that the server fills in counts inside an item of a list without a merge key, and nowhere else."""
    service = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "plain", "namespace": namespace},
        "spec": {"ports": [{"port": 80}]},
    }
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "plain", "namespace": namespace},
        "spec": {"parentRefs": [{"name": "gateway", "group": "gateway.networking.k8s.io"}]},
    }
    seen = [line for sent, kept in tried(cluster, [service, route]).objects for line in drift(sent, kept, schemas)]
    assert seen == ["HTTPRoute/spec/parentRefs/0/kind: 'Gateway' is added"]
