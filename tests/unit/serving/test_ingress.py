from __future__ import annotations

from typing import Any

import pytest

from infra.clouds import CLOUDS
from infra.errors import Place, Problem
from infra.fit import problems
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from infra.serving.ingress_class import annotations_of, class_of
from tests import stack
from tests.stack import of_kind
from tests.unit.serving.test_properties import _NOW_NS, ROOMY, _bundle, _objects
from tests.unit.serving.test_variants import ab_test, blue_green, canary, shadow

ALB = {"addons": {"gateway": None}, "ingress": {"sourceCidrs": ["10.20.0.0/18"]}}
TRAEFIK = {"addons": {"gateway": None}, "cloud": "generic", "ingress": {"namespace": "traefik"}}


def rule(host: str, path: str = "/") -> dict[str, Any]:
    service = {"service": {"name": "iris", "port": {"number": 80}}}
    return {"host": host, "http": {"paths": [{"path": path, "pathType": "Prefix", "backend": service}]}}


def test_without_a_gateway_the_stack_s_ingress_controller_carries_the_route() -> None:
    changes = {"route": {"otherHosts": ["b.example.org"], "path": "/v2"}, "lifecycle": {"requestTimeoutSeconds": 90}}
    (ingress,) = of_kind("Ingress", changes, ALB)
    assert ingress["metadata"]["annotations"] == {
        "alb.ingress.kubernetes.io/target-type": "ip",
        "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
        "alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=90",
        "alb.ingress.kubernetes.io/ssl-redirect": "443",
    }
    assert ingress["spec"] == {
        "ingressClassName": "alb",
        "rules": [rule("iris.models.example.com", "/v2"), rule("b.example.org", "/v2")],
    }
    assert of_kind("HTTPRoute", changes, ALB) == []


def test_a_controller_in_the_cluster_has_its_certificate_from_a_secret() -> None:
    on = {**TRAEFIK, "ingress": {"namespace": "traefik", "tlsSecret": "models-tls", "annotations": {"a.b/c": "d"}}}
    (ingress,) = of_kind("Ingress", {"route": {}}, on)
    assert ingress["metadata"]["annotations"] == {"a.b/c": "d"}
    assert ingress["spec"] == {
        "ingressClassName": "traefik",
        "rules": [rule("iris.models.example.com")],
        "tls": [{"hosts": ["iris.models.example.com"], "secretName": "models-tls"}],
    }


def test_gke_reads_the_class_from_an_annotation_and_the_timeout_from_a_backend_config() -> None:
    on = {**ALB, "ingress": {"className": "gce-internal", "sourceCidrs": ["10.20.0.0/18"]}}
    (ingress,) = of_kind("Ingress", {"route": {}}, on)
    (config,) = of_kind("BackendConfig", {"route": {}}, on)
    (service,) = of_kind("Service", {"route": {}}, on)
    assert (ingress["metadata"]["annotations"], ingress["spec"]) == (
        {"kubernetes.io/ingress.class": "gce-internal", "kubernetes.io/ingress.allow-http": "false"},
        {"rules": [rule("iris.models.example.com")]},
    )
    assert service["metadata"]["annotations"] == {"cloud.google.com/backend-config": '{"default": "iris"}'}
    assert (config["apiVersion"], config["metadata"]["name"], config["spec"]) == (
        "cloud.google.com/v1",
        "iris",
        {"timeoutSec": 30, "connectionDraining": {"drainingTimeoutSec": 45}},
    )


CALLERS: dict[str, tuple[dict[str, Any], Any]] = {
    "a load balancer": (ALB, {"ipBlock": {"cidr": "10.20.0.0/18"}}),
    "pods": (TRAEFIK, "traefik"),
}


@pytest.mark.parametrize("case", CALLERS)
def test_only_the_controller_is_let_in_from_outside(case: str) -> None:
    on, expected = CALLERS[case]
    name = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "traefik"}}}
    (policy,) = of_kind("NetworkPolicy", {"route": {}}, on)
    prometheus = policy["spec"]["ingress"][0]["from"][-1]
    assert policy["spec"]["ingress"][0]["from"] == [
        {"podSelector": {}},
        name if expected == "traefik" else expected,
        prometheus,
    ]


def test_blue_and_green_are_switched_by_the_service_behind_the_ingress() -> None:
    before, after = (of_kind("Ingress", blue_green(active), ALB) for active in ("blue", "green"))
    assert before == after
    services = {
        one["metadata"]["name"]: one["spec"]["selector"] for one in of_kind("Service", blue_green("green"), ALB)
    }
    assert services["iris"] == {"app.kubernetes.io/name": "iris-green"}


@pytest.mark.parametrize("changes", [canary(), ab_test(), shadow()], ids=["canary", "abTest", "shadow"])
def test_what_an_ingress_cannot_do_is_refused_by_name(changes: dict[str, Any]) -> None:
    spec = stack.spec(**changes)
    found = problems(spec, {name: stack.spec() for name in spec.rollout.variants}, stack.settings(**ALB), _nowhere)
    strategy = spec.rollout.strategy
    what = f"an Ingress can't do {strategy}: it has neither weights nor headers nor copies"
    fix = "use strategy: blueGreen, or a stack with a gateway"
    assert found == [Problem(what, fix, Place("spec", 1), "rollout.strategy")]


def _nowhere(*_: object) -> Place:
    return Place("spec", 1)


def test_an_ingress_is_allowed() -> None:
    for on in (ALB, TRAEFIK):
        settings = stack.settings(**{**ROOMY, **on})
        objects = _objects(stack.spec(route={}), settings)
        verdict = judge(objects, Context(environment="prod", stack="prod"), _bundle(), Embedded(), _NOW_NS)
        assert [(one.code, one.message) for one in verdict.findings if not one.waived] == []


CLASSES = {
    "alb": {
        "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
        "alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=60",
        "alb.ingress.kubernetes.io/ssl-redirect": "443",
    },
    "gce": {"kubernetes.io/ingress.allow-http": "false"},
    "webapprouting.kubernetes.azure.com": {
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "12",
        "nginx.ingress.kubernetes.io/proxy-send-timeout": "12",
    },
    "azure-application-gateway": {
        "appgw.ingress.kubernetes.io/request-timeout": "12",
        "appgw.ingress.kubernetes.io/ssl-redirect": "true",
    },
    "traefik": {},
}


@pytest.mark.parametrize("name", CLASSES)
def test_each_controller_is_told_in_its_own_words_how_long_a_request_may_take(name: str) -> None:
    assert annotations_of(name, 12) == CLASSES[name]


def test_no_cloud_s_own_class_is_nginx() -> None:
    assert "nginx" not in {class_of(stack.settings(), cloud) for cloud in CLOUDS.values()}
