from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra.addons.prometheus import PROMETHEUS
from infra.clouds import CLOUDS
from infra.errors import Place, Problem
from infra.fit import problems
from tests.stack import of_kind, settings, spec
from tests.unit.serving.test_scaling import META

if TYPE_CHECKING:
    from infra.manifest import Manifest

RELEASE = {"release": "prometheus"}
ENDPOINT = {"path": "/metrics", "interval": "30s", "scrapeTimeout": "10s"}
MONITORS = {
    "podMonitor": ("PodMonitor", "podMetricsEndpoints", {"port": "http", **ENDPOINT}),
    "serviceMonitor": ("ServiceMonitor", "endpoints", {"targetPort": "http", **ENDPOINT}),
}


def monitored(scrape: str, **more: object) -> dict[str, Any]:
    return {"monitoring": {"scrape": scrape, **more}}


@pytest.mark.parametrize("scrape", MONITORS)
def test_the_operator_is_told_what_to_scrape(scrape: str) -> None:
    kind, endpoints, endpoint = MONITORS[scrape]
    assert of_kind(kind, {}, monitored(scrape, labels=RELEASE)) == [
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": kind,
            "metadata": {**META, "labels": {**META["labels"], **RELEASE}},
            "spec": {
                "selector": {"matchLabels": {"app.kubernetes.io/name": "iris"}},
                "sampleLimit": 20_000,
                endpoints: [endpoint],
            },
        }
    ]


def pod_annotations(stack: dict[str, Any]) -> dict[str, str]:
    (deployment,) = of_kind("Deployment", {}, stack)
    found: dict[str, str] = deployment["spec"]["template"]["metadata"].get("annotations", {})
    return found


def test_a_model_is_scraped_in_one_way_only() -> None:
    kinds = ("PodMonitor", "ServiceMonitor")
    assert pod_annotations({}) == {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "8080",
        "prometheus.io/path": "/metrics",
    }
    assert [of_kind(kind) for kind in kinds] == [[], []]
    assert (pod_annotations(monitored("podMonitor")), of_kind("ServiceMonitor", {}, monitored("podMonitor"))) == (
        {},
        [],
    )


def _peer(namespace: str, pods: str) -> Manifest:
    return {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": namespace}},
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": pods}},
    }


SCRAPERS: dict[str, tuple[dict[str, Any], list[Manifest]]] = {
    "the add-on": ({}, [_peer("monitoring", "prometheus")]),
    "nobody": ({"addons": {"prometheus": None}}, []),
    "the operator's": (monitored("podMonitor", namespace="observability"), [_peer("observability", "prometheus")]),
    "collectors": (
        monitored("podMonitor", namespace="gmp-system", pods="collector"),
        [_peer("gmp-system", "collector")],
    ),
    "one's own by annotations": (
        {
            "addons": {"prometheus": None},
            "monitoring": {"server": "http://prometheus.metrics.svc:9090", "namespace": "metrics"},
        },
        [_peer("metrics", "prometheus")],
    ),
}


@pytest.mark.parametrize("case", SCRAPERS)
def test_only_who_scrapes_is_let_in(case: str) -> None:
    stack, expected = SCRAPERS[case]
    (policy,) = of_kind("NetworkPolicy", {}, stack)
    (rule,) = policy["spec"]["ingress"]
    assert rule["from"] == [{"podSelector": {}}, *expected]


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ({}, []),
        (
            {"autoscaler": {"keda": {"namespace": "scalers"}}},
            [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "scalers"}}}],
        ),
    ],
    ids=["without KEDA", "with KEDA"],
)
def test_the_add_on_lets_keda_ask(stack: dict[str, Any], expected: list[Manifest]) -> None:
    on = settings(**stack)
    component = PROMETHEUS.component(on, CLOUDS[on.cloud])
    assert component is not None
    policies = [
        one for one in component.manifests if one["kind"] == "NetworkPolicy" and one["metadata"]["name"] == "prometheus"
    ]
    assert [one["spec"]["ingress"][0]["from"] for one in policies] == [[{"podSelector": {}}, *expected]]


def misfits(changes: dict[str, Any], stack: dict[str, Any]) -> list[str]:
    found = problems(spec(**changes), settings(**stack), lambda _: Place("iris.yaml", 1))
    return [str(Problem(one.what, one.fix, field=one.field)) for one in found]


def test_a_promise_in_production_is_watched() -> None:
    promise = {"slo": {"availability": 99.9}}
    assert misfits(promise, {}) == [
        "slo: stack prod has no Prometheus operator to take alerts, so nobody would watch this\n"
        "  fix: set scrape: podMonitor in slipway:monitoring once it is installed; alerts: false if others watch"
    ]
    assert [
        misfits(promise, monitored("podMonitor")),
        misfits(promise, monitored("annotations", alerts=False)),
        misfits(promise, {"environment": "dev"}),
    ] == [[], [], []]


def test_who_pays_and_how_much_depends_on_it_is_on_every_object() -> None:
    changes = {"costCenter": "CC-1234", "tier": "critical", "scaling": {"min": 2, "max": 4}, "slo": {"p95Ms": 200}}
    own = {"slipway.dev/cost-center": "CC-1234", "slipway.dev/tier": "critical", "slipway.dev/owner": "data-science"}
    kinds = ("ConfigMap", "Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "PodMonitor")
    more = ("PrometheusRule", "Service", "ServiceAccount")
    for kind in (*kinds, *more):
        (manifest,) = of_kind(kind, changes, monitored("podMonitor"))
        labels = manifest["metadata"]["labels"]
        assert {name: labels.get(name) for name in own} == own, kind
    (deployment,) = of_kind("Deployment", changes)
    assert own.items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
