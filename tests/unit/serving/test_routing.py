from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from infra.serving.isolation import network_policies
from infra.serving.routing import routes
from infra.serving.service import services
from infra.serving.target import Target, target
from tests.stack import of_kind, settings, spec
from tests.unit.serving.test_variants import canary, path, shadow

if TYPE_CHECKING:
    from infra.manifest import Manifest


def over_grpc(changes: dict[str, Any]) -> Target:
    """Return a target whose server answers over gRPC too."""
    on = target(spec(**changes), settings())
    return dataclasses.replace(on, server=dataclasses.replace(on.server, grpc_port=9001))


def parent(name: str, namespace: str, section: str) -> Manifest:
    group = "gateway.networking.k8s.io"
    return {"group": group, "kind": "Gateway", "name": name, "namespace": namespace, "sectionName": section}


def test_a_route_may_have_several_hosts() -> None:
    (route,) = of_kind("HTTPRoute", {"route": {"otherHosts": ["flowers.models.example.com"]}})
    assert route["spec"]["hostnames"] == ["iris.models.example.com", "flowers.models.example.com"]


def test_a_route_may_use_another_gateway_and_its_listener() -> None:
    own = {"name": "llm-api-gateway", "namespace": "edge", "sectionName": "tls"}
    (route,) = of_kind("HTTPRoute", {"route": {"host": "api.example.org", "gateway": own}})
    assert (route["spec"]["parentRefs"], route["spec"]["hostnames"]) == (
        [parent("llm-api-gateway", "edge", "tls")],
        ["api.example.org"],
    )


def test_another_gateway_s_clear_text_is_sent_on_to_https() -> None:
    own = {"name": "llm-api-gateway", "namespace": "edge", "httpSectionName": "http"}
    route, redirect = of_kind("HTTPRoute", {"route": {"gateway": own}})
    assert route["spec"]["parentRefs"] == [parent("llm-api-gateway", "edge", "https")]
    assert redirect["metadata"]["name"] == "iris-redirect"
    assert redirect["spec"] == {
        "parentRefs": [parent("llm-api-gateway", "edge", "http")],
        "hostnames": ["iris.models.example.com"],
        "rules": [
            {
                "matches": [path()],
                "filters": [
                    {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}},
                ],
            }
        ],
    }


GRPC: dict[str, tuple[dict[str, Any], str, list[Manifest]]] = {
    "one model": (
        {"route": {"grpc": {}}},
        "iris-grpc.models.example.com",
        [{"backendRefs": [{"group": "", "kind": "Service", "name": "iris", "port": 9000, "weight": 1}]}],
    ),
    "a canary": (
        {**canary(), "route": {"grpc": {"host": "rpc.models.example.com"}}},
        "rpc.models.example.com",
        [
            {
                "backendRefs": [
                    {"group": "", "kind": "Service", "name": "iris-v1", "port": 9000, "weight": 90},
                    {"group": "", "kind": "Service", "name": "iris-v2", "port": 9000, "weight": 10},
                ]
            }
        ],
    ),
    "copies": (
        {**shadow(), "route": {"grpc": {}}},
        "iris-grpc.models.example.com",
        [
            {
                "filters": [
                    {
                        "type": "RequestMirror",
                        "requestMirror": {
                            "backendRef": {"group": "", "kind": "Service", "name": "iris-next", "port": 9000},
                            "percent": 20,
                        },
                    }
                ],
                "backendRefs": [{"group": "", "kind": "Service", "name": "iris-live", "port": 9000, "weight": 1}],
            }
        ],
    ),
}


@pytest.mark.parametrize("case", GRPC)
def test_grpc_has_a_host_of_its_own(case: str) -> None:
    changes, host, rules = GRPC[case]
    found = {one["kind"]: one["spec"] for one in routes(over_grpc(changes))}
    assert found["GRPCRoute"] == {
        "parentRefs": [parent("public", "gateway", "https")],
        "hostnames": [host],
        "rules": rules,
    }
    assert host not in found["HTTPRoute"]["hostnames"]


def test_a_server_s_grpc_port_is_offered_as_http_2_and_let_in() -> None:
    on = over_grpc({})
    (service,), (policy,) = services(on), network_policies(on)
    assert service["spec"]["ports"] == [
        {"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP", "appProtocol": "http"},
        {"name": "grpc", "port": 9000, "targetPort": "grpc", "protocol": "TCP", "appProtocol": "kubernetes.io/h2c"},
    ]
    assert policy["spec"]["ingress"][0]["ports"] == [
        {"protocol": "TCP", "port": 8080},
        {"protocol": "TCP", "port": 9001},
    ]


def test_a_caller_may_stay_with_its_replica() -> None:
    (service,) = of_kind("Service", {"sessionAffinitySeconds": 600})
    assert service["spec"] == {
        "type": "ClusterIP",
        "selector": {"app.kubernetes.io/name": "iris"},
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP", "appProtocol": "http"}],
        "sessionAffinity": "ClientIP",
        "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 600}},
    }
