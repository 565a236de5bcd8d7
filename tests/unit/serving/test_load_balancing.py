from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra.clouds import CLOUDS
from infra.errors import Place
from infra.fit import problems
from tests.stack import component, of_kind, settings, spec

if TYPE_CHECKING:
    from infra.clouds import CloudName
    from infra.manifest import Manifest

ROUTED: dict[str, Any] = {"route": {}, "lifecycle": {"requestTimeoutSeconds": 40, "preStopSeconds": 15}}
SERVICE = {"group": "", "kind": "Service", "name": "iris"}
EXTRAS: dict[CloudName, dict[str, Manifest]] = {
    "generic": {},
    "eks": {
        "TargetGroupConfiguration": {
            "targetReference": SERVICE,
            "defaultConfiguration": {
                "targetType": "ip",
                "healthCheckConfig": {
                    "healthCheckProtocol": "HTTP",
                    "healthCheckPath": "/v2/health/ready",
                    "healthCheckInterval": 10,
                    "healthCheckTimeout": 3,
                    "healthyThresholdCount": 2,
                    "unhealthyThresholdCount": 2,
                    "matcher": {"httpCode": "200"},
                },
                "targetGroupAttributes": [{"key": "deregistration_delay.timeout_seconds", "value": "55"}],
            },
        }
    },
    "gke": {
        "GCPBackendPolicy": {
            "default": {"timeoutSec": 40, "connectionDraining": {"drainingTimeoutSec": 55}},
            "targetRef": SERVICE,
        },
        "HealthCheckPolicy": {
            "default": {
                "checkIntervalSec": 5,
                "timeoutSec": 3,
                "healthyThreshold": 1,
                "unhealthyThreshold": 2,
                "config": {
                    "type": "HTTP",
                    "httpHealthCheck": {"portSpecification": "USE_SERVING_PORT", "requestPath": "/v2/health/ready"},
                },
            },
            "targetRef": SERVICE,
        },
    },
    "aks": {},
}
_KINDS = {kind for extras in EXTRAS.values() for kind in extras}


def extras(changes: dict[str, Any], stack: dict[str, Any]) -> dict[str, Manifest]:
    manifests = component(changes, stack).manifests
    return {one["kind"]: one["spec"] for one in manifests if one["kind"] in _KINDS}


@pytest.mark.parametrize("cloud", list(EXTRAS))
def test_a_load_balancer_is_told_what_it_would_guess_wrong(cloud: CloudName) -> None:
    assert extras(ROUTED, {"cloud": cloud}) == EXTRAS[cloud]


@pytest.mark.parametrize("cloud", list(EXTRAS))
def test_a_model_without_a_route_has_none(cloud: CloudName) -> None:
    assert extras({}, {"cloud": cloud}) == {}


@pytest.mark.parametrize("cloud", list(EXTRAS))
def test_another_controller_reads_none(cloud: CloudName) -> None:
    gateway = {"addons": {"gateway": {"className": "envoy", "namespace": "envoy-gateway-system"}}}
    assert extras(ROUTED, {"cloud": cloud, **gateway}) == {}


def test_each_variant_has_its_own() -> None:
    both = {"a": {"weight": 50}, "b": {"weight": 50, "spec": {"version": "2.0.0"}}}
    canary = {**ROUTED, "rollout": {"strategy": "canary", "stable": "a", "variants": both}}
    names = [made["metadata"]["name"] for made in of_kind("HealthCheckPolicy", canary, {"cloud": "gke"})]
    assert names == ["iris-a", "iris-b"]


@pytest.mark.parametrize("cloud", list(EXTRAS))
def test_a_route_says_its_timeout_only_where_that_does_not_make_it_refused(cloud: CloudName) -> None:
    (route,) = of_kind("HTTPRoute", ROUTED, {"cloud": cloud})
    says = [rule.get("timeouts") for rule in route["spec"]["rules"]]
    assert says == ([{"request": "40s"}] if CLOUDS[cloud].gateway.timeouts else [None])


def test_google_writes_protocols_in_capitals() -> None:
    said = {cloud: of_kind("Service", {}, {"cloud": cloud})[0]["spec"]["ports"][0]["appProtocol"] for cloud in CLOUDS}
    assert said == {"generic": "http", "eks": "http", "gke": "HTTP", "aks": "http"}


CALLERS: dict[CloudName, list[Manifest]] = {
    "generic": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "envoy-gateway-system"}}}],
    "eks": [{"ipBlock": {"cidr": "10.20.0.0/18"}}],
    "gke": [
        {"ipBlock": {"cidr": "130.211.0.0/22"}},
        {"ipBlock": {"cidr": "35.191.0.0/16"}},
        {"ipBlock": {"cidr": "10.20.0.0/18"}},
    ],
    "aks": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateway"}}}],
}


@pytest.mark.parametrize("cloud", list(CALLERS))
def test_the_model_lets_in_its_gateway_and_its_health_checks(cloud: CloudName) -> None:
    own = {"cloud": cloud, "addons": {"prometheus": None}}
    (policy,) = of_kind("NetworkPolicy", {"route": {}}, own)
    assert policy["spec"]["ingress"][0]["from"] == [{"podSelector": {}}, *CALLERS[cloud]]


CLASSES = {"generic": (None, None), "eks": ("gp3", "efs-sc"), "gke": ("standard-rwo", "standard-rwx")}
CLASSES |= {"aks": ("managed-csi-premium", "azurefile-csi-premium")}


@pytest.mark.parametrize("cloud", list(CLASSES))
def test_a_cache_has_the_class_for_its_writers(cloud: CloudName) -> None:
    found = []
    for access in ("ReadWriteOnce", "ReadWriteMany"):
        (claim,) = of_kind("PersistentVolumeClaim", {"cache": {"size": "1Gi", "access": access}}, {"cloud": cloud})
        found.append(claim["spec"].get("storageClassName"))
    assert tuple(found) == CLASSES[cloud]


def test_settings_name_other_classes() -> None:
    cache = {"cache": {"size": "1Gi", "access": "ReadWriteMany"}}
    named = [{"storageClass": "fast"}, {"storageClass": "fast", "sharedStorageClass": "nfs"}]
    claims = [of_kind("PersistentVolumeClaim", cache, {"cloud": "eks", **one})[0] for one in named]
    assert [claim["spec"]["storageClassName"] for claim in claims] == ["fast", "nfs"]


def test_a_request_longer_than_an_alb_waits_is_refused() -> None:
    slow = spec(route={}, lifecycle={"requestTimeoutSeconds": 901})
    for cloud in CLOUDS:
        found = [str(problem) for problem in problems(slow, {}, settings(cloud=cloud), lambda *_: Place("spec", 1))]
        assert found == ([ALB_GIVES_UP] if cloud == "eks" else [])


ALB_GIVES_UP = (
    "spec:1: lifecycle.requestTimeoutSeconds: the gateway class alb of eks gives up on every silent request after 900 "
    "seconds\n  fix: raise longestRequestSeconds of addons.gateway in the stack's settings, or lower this"
)


def test_a_gateway_of_the_models_own_is_let_in_from_its_namespace_where_its_pods_are_there() -> None:
    own = {"route": {"gateway": {"name": "shared", "namespace": "edge"}}}
    stack: dict[str, Any] = {"cloud": "aks", "addons": {"prometheus": None, "gateway": None}}
    (policy,) = of_kind("NetworkPolicy", own, stack)
    edge = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "edge"}}}
    assert policy["spec"]["ingress"][0]["from"] == [{"podSelector": {}}, edge]
