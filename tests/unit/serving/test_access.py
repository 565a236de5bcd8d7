from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra.manifest import identity
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from infra.serving.access import policies
from tests import stack
from tests.stack import component
from tests.unit.serving.test_properties import _NOW_NS, ROOMY, _bundle, _objects
from tests.unit.serving.test_routing import over_grpc

if TYPE_CHECKING:
    from infra.manifest import Manifest

ENVOY = {"cloud": "generic"}
KEYS = {"auth": {"apiKeys": {"secret": "clients"}}}
TOKENS = {
    "auth": {
        "jwt": {"issuer": "https://id.example.com", "audiences": ["iris"], "jwksUri": "https://id.example.com/keys"}
    }
}
LIMIT = {"rateLimit": {"requests": 100, "per": "second"}}


def target(kind: str) -> Manifest:
    return {"group": "gateway.networking.k8s.io", "kind": kind, "name": "iris"}


SPECS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "keys": (
        KEYS,
        "SecurityPolicy",
        {
            "apiKeyAuth": {
                "credentialRefs": [{"group": "", "kind": "Secret", "name": "clients"}],
                "extractFrom": [{"headers": ["x-api-key"]}],
                "sanitize": True,
            }
        },
    ),
    "tokens": (
        TOKENS,
        "SecurityPolicy",
        {
            "jwt": {
                "providers": [
                    {
                        "name": "issuer",
                        "issuer": "https://id.example.com",
                        "audiences": ["iris"],
                        "remoteJWKS": {"uri": "https://id.example.com/keys", "cacheDuration": "300s"},
                    }
                ]
            }
        },
    ),
    "a ceiling": (
        LIMIT,
        "BackendTrafficPolicy",
        {"rateLimit": {"type": "Local", "local": {"rules": [{"limit": {"requests": 100, "unit": "Second"}}]}}},
    ),
}


@pytest.mark.parametrize("case", SPECS)
def test_the_route_is_guarded(case: str) -> None:
    route, kind, expected = SPECS[case]
    (policy,) = [one for one in component({"route": route}, ENVOY).manifests if one["kind"] == kind]
    assert (policy["apiVersion"], policy["metadata"]["name"], policy["spec"]) == (
        "gateway.envoyproxy.io/v1alpha1",
        "iris",
        {"targetRefs": [target("HTTPRoute")], **expected},
    )


def test_guards_hold_for_grpc_too_and_come_before_the_routes() -> None:
    on = over_grpc({"route": {**KEYS, **LIMIT, "grpc": {}}})
    assert on.spec.route
    assert [one["spec"]["targetRefs"] for one in policies(on, on.spec.route)] == [
        [target("HTTPRoute"), target("GRPCRoute")]
    ] * 2
    kinds = [identity(one).kind for one in component({"route": {**KEYS, **LIMIT}}, ENVOY).manifests]
    assert kinds[-3:] == ["SecurityPolicy", "BackendTrafficPolicy", "HTTPRoute"]


def test_guards_are_allowed() -> None:
    settings = stack.settings(**{**ROOMY, **ENVOY})
    objects = _objects(stack.spec(route={**KEYS, **LIMIT}), settings)
    verdict = judge(objects, Context(environment="prod", stack="prod"), _bundle(), Embedded(), _NOW_NS)
    assert [(one.code, one.message) for one in verdict.findings if not one.waived] == []
