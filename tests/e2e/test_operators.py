"""What a model asks of operators is what their definitions know: Prometheus, KEDA, External Secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra.serving import model
from models.base import merged
from tests import stack
from tests.e2e.apply import present, tried
from tests.e2e.drift import Schemas, drift
from tests.e2e.tenant import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
TENANT = "operated"
STACK: dict[str, Any] = {
    "autoscaler": {"keda": {}},
    "monitoring": {"scrape": "podMonitor", "labels": {"release": "prometheus"}, "dcgm": True, "dashboards": True},
    "externalSecrets": {"store": "vault"},
}
SLO = {"availability": 99.9, "errorRate": 5, "p95Ms": 200, "p99Ms": 500}
WAKE = {"query": 'sum(rate(gateway_requests_total{route="iris"}[2m]))', "target": 10}
CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "objectives": ({"slo": SLO}, {}, {"PodMonitor", "PrometheusRule", "ConfigMap"}),
    "a Service that is scraped": ({}, {"monitoring": {"scrape": "serviceMonitor"}}, {"ServiceMonitor"}),
    "queries": (
        {**stack.VLLM, "scaling": {"min": 1, "max": 4, "metrics": {"queueDepth": 5, "kvCachePercent": 80}}},
        {},
        {"ScaledObject", "PodMonitor"},
    ),
    "down to zero": (
        {**stack.VLLM, "scaling": {"min": 0, "max": 2, "scaleToZero": {"coldStartSeconds": 3600, "wake": WAKE}}},
        {},
        {"ScaledObject"},
    ),
    "metrics of pods": (
        {"scaling": {"min": 1, "max": 4, "metrics": {"pods": {"requests_waiting": 5}}}},
        {"autoscaler": {"keda": None, "customMetrics": True}},
        {"HorizontalPodAutoscaler"},
    ),
    "secrets of a store": (
        {
            "externalSecrets": [
                {"name": "keys", "keys": {"api": "prod/iris", "hub": {"key": "hub", "property": "token"}}}
            ],
            "secretEnv": {"API_KEY": {"secret": "keys", "key": "api"}},
        },
        {},
        {"ExternalSecret"},
    ),
}


@pytest.fixture(scope="module")
def namespace(cluster: Cluster) -> Iterator[str]:
    with present(cluster, [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": TENANT}}]):
        yield TENANT


@pytest.fixture(scope="module")
def schemas(cluster: Cluster) -> Schemas:
    return Schemas(cluster)


@pytest.mark.parametrize("case", CHANGES)
def test_operators_are_asked_in_their_words(case: str, cluster: Cluster, namespace: str, schemas: Schemas) -> None:
    changes, more, kinds = CHANGES[case]
    on = settings(namespace, **merged(STACK, more))
    manifests = list(model(stack.spec(**changes), on).manifests)
    assert kinds <= {one["kind"] for one in manifests}
    trial = tried(cluster, manifests)
    assert trial.objections == ""
    assert [line for sent, kept in trial.objects for line in drift(sent, kept, schemas)] == []
