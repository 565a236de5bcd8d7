from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.manifest import identity
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from tests import stack
from tests.stack import component, of_kind
from tests.unit.serving.test_properties import _NOW_NS, BUILTIN, ROOMY, SCALINGS, _bundle, _objects

if TYPE_CHECKING:
    from infra.manifest import Json, Manifest

NEW = {"spec": {"version": "2.0.0", "artifact": {"uri": "s3://acme/iris-2.onnx", "sha256": "d" * 64}}}


def canary(weights: tuple[int, int] = (90, 10), **new: Json) -> dict[str, Any]:
    variants = {"v1": {"weight": weights[0]}, "v2": {"weight": weights[1], **NEW, **new}}
    return {"route": {}, "rollout": {"strategy": "canary", "stable": "v1", "variants": variants}}


def in_place() -> dict[str, Any]:
    begun = canary((100, 0))
    begun["rollout"]["variants"]["v1"] = {"weight": 100, "inPlace": True}
    return begun


def blue_green(active: str) -> dict[str, Any]:
    return {"route": {}, "rollout": {"strategy": "blueGreen", "active": active, "variants": {"blue": {}, "green": NEW}}}


def ab_test() -> dict[str, Any]:
    variants = {
        "old": {},
        "new": {"headers": {"X-Group": "b"}, **NEW},
        "staff": {"headers": {"X-Group": "b", "X-Staff": "yes"}, **NEW},
    }
    return {"route": {"path": "/v2"}, "rollout": {"strategy": "abTest", "variants": variants}}


def shadow(percent: int = 20) -> dict[str, Any]:
    variants = {"live": {}, "next": {"mirrorPercent": percent, **NEW}}
    return {"route": {}, "rollout": {"strategy": "shadow", "variants": variants}}


def rules(changes: dict[str, Any], on: dict[str, Any] | None = None) -> list[Manifest]:
    (route,) = of_kind("HTTPRoute", changes, on)
    found: list[Manifest] = route["spec"]["rules"]
    return found


def backend(name: str, weight: int) -> Manifest:
    return {"group": "", "kind": "Service", "name": name, "port": 80, "weight": weight}


def path(value: str = "/") -> Manifest:
    return {"path": {"type": "PathPrefix", "value": value}}


TIMEOUTS = {"request": "30s"}


def test_each_variant_is_a_set_of_its_own_behind_one_route_and_one_service() -> None:
    autoscaled = {**canary(), "scaling": {"min": 2, "max": 4}}
    assert [str(identity(manifest)) for manifest in component(autoscaled).manifests] == [
        "NetworkPolicy models/iris-v1",
        "NetworkPolicy models/iris-v2",
        "ServiceAccount models/iris",
        "ConfigMap models/iris-v1-config-529a139d06",
        "ConfigMap models/iris-v2-config-61bc59e877",
        "Service models/iris",
        "Service models/iris-v1",
        "Service models/iris-v2",
        "Deployment models/iris-v1",
        "Deployment models/iris-v2",
        "HorizontalPodAutoscaler models/iris-v1",
        "HorizontalPodAutoscaler models/iris-v2",
        "PodDisruptionBudget models/iris-v1",
        "PodDisruptionBudget models/iris-v2",
        "HTTPRoute models/iris",
    ]


def test_a_variant_differs_from_the_model_only_in_what_it_says_and_in_its_name() -> None:
    old, new = of_kind("Deployment", canary())
    labels = {
        "app.kubernetes.io/name": "iris-v2",
        "app.kubernetes.io/version": "2.0.0",
        "app.kubernetes.io/managed-by": "slipway",
        "app.kubernetes.io/part-of": "slipway",
        "slipway.dev/model": "iris",
        "slipway.dev/variant": "v2",
        "slipway.dev/owner": "data-science",
    }
    assert new["metadata"] == {"name": "iris-v2", "namespace": "models", "labels": labels}
    assert new["spec"]["template"]["metadata"]["labels"] == labels
    assert new["spec"]["selector"] == {"matchLabels": {"app.kubernetes.io/name": "iris-v2"}}
    fetch = {one["metadata"]["name"]: one["spec"]["template"]["spec"]["initContainers"][0] for one in (old, new)}
    assert "--uri=s3://acme/iris.onnx" in fetch["iris-v1"]["args"]
    assert "--uri=s3://acme/iris-2.onnx" in fetch["iris-v2"]["args"]


def test_all_variants_answer_to_the_model_s_name_and_run_under_its_account() -> None:
    names = [one["data"]["server.json"].split('"name": ')[1].split(",")[0] for one in of_kind("ConfigMap", canary())]
    accounts = [one["spec"]["template"]["spec"]["serviceAccountName"] for one in of_kind("Deployment", canary())]
    assert (names, accounts) == (['"iris"', '"iris"'], ["iris", "iris"])


def test_every_variant_lets_the_clients_and_the_gateway_in() -> None:
    first, second = of_kind("NetworkPolicy", {**canary(), "clients": ["shop"]})
    (alone,) = of_kind("NetworkPolicy", {"route": {}, "clients": ["shop"]})
    assert [one["spec"]["podSelector"]["matchLabels"] for one in (first, second)] == [
        {"app.kubernetes.io/name": "iris-v1"},
        {"app.kubernetes.io/name": "iris-v2"},
    ]
    assert first["spec"]["ingress"] == second["spec"]["ingress"] == alone["spec"]["ingress"]


ROUTES: dict[str, tuple[dict[str, Any], list[Manifest]]] = {
    "canary": (
        canary(),
        [
            {
                "matches": [path()],
                "backendRefs": [backend("iris-v1", 90), backend("iris-v2", 10)],
                "timeouts": TIMEOUTS,
            }
        ],
    ),
    "blue-green": (
        blue_green("green"),
        [
            {
                "matches": [path()],
                "backendRefs": [backend("iris-blue", 0), backend("iris-green", 100)],
                "timeouts": TIMEOUTS,
            }
        ],
    ),
    "by header, the most particular first": (
        ab_test(),
        [
            {
                "matches": [
                    {
                        **path("/v2"),
                        "headers": [
                            {"type": "Exact", "name": "X-Group", "value": "b"},
                            {"type": "Exact", "name": "X-Staff", "value": "yes"},
                        ],
                    }
                ],
                "backendRefs": [backend("iris-staff", 1)],
                "timeouts": TIMEOUTS,
            },
            {
                "matches": [{**path("/v2"), "headers": [{"type": "Exact", "name": "X-Group", "value": "b"}]}],
                "backendRefs": [backend("iris-new", 1)],
                "timeouts": TIMEOUTS,
            },
            {"matches": [path("/v2")], "backendRefs": [backend("iris-old", 1)], "timeouts": TIMEOUTS},
        ],
    ),
    "copies": (
        shadow(),
        [
            {
                "matches": [path()],
                "filters": [
                    {
                        "type": "RequestMirror",
                        "requestMirror": {
                            "backendRef": {"group": "", "kind": "Service", "name": "iris-next", "port": 80},
                            "percent": 20,
                        },
                    }
                ],
                "backendRefs": [backend("iris-live", 1)],
                "timeouts": TIMEOUTS,
            }
        ],
    ),
}


@pytest.mark.parametrize("case", ROUTES)
def test_the_route_brings_each_request_to_its_variant(case: str) -> None:
    changes, expected = ROUTES[case]
    assert rules(changes) == expected


STABLE = {"canary": (canary(), "v1"), "blueGreen": (blue_green("green"), "green"), "abTest": (ab_test(), "old")}


@pytest.mark.parametrize("case", STABLE)
def test_callers_inside_the_cluster_reach_the_stable_variant_under_the_model_s_name(case: str) -> None:
    changes, stable = STABLE[case]
    services = {one["metadata"]["name"]: one["spec"] for one in of_kind("Service", changes)}
    assert services["iris"] == services[f"iris-{stable}"]


def objects(changes: dict[str, Any]) -> dict[str, Manifest]:
    return {str(identity(manifest)): manifest for manifest in component(changes).manifests}


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    old, new = objects(before), objects(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 100), st.integers(0, 100), SCALINGS)
def test_a_change_of_weights_changes_the_route_and_nothing_else(
    before: int, after: int, scaling: dict[str, Any]
) -> None:
    old, new = ({**canary((100 - weight, weight)), "scaling": scaling} for weight in (before, after))
    assert changed(old, new) == (set() if before == after else {"HTTPRoute models/iris"})


def test_a_change_of_the_copied_share_changes_the_route_and_nothing_else() -> None:
    assert changed(shadow(20), shadow(50)) == {"HTTPRoute models/iris"}


def test_a_change_of_headers_changes_the_route_and_nothing_else() -> None:
    after = ab_test()
    after["rollout"]["variants"]["new"] = {"headers": {"X-Group": "c"}, **NEW}
    assert changed(ab_test(), after) == {"HTTPRoute models/iris"}


def test_switching_blue_and_green_replaces_no_pod() -> None:
    assert changed(blue_green("blue"), blue_green("green")) == {"HTTPRoute models/iris", "Service models/iris"}


def test_a_rollout_that_begins_in_place_replaces_no_pod() -> None:
    alone = {"route": {}, "scaling": {"min": 2, "max": 4}}
    begun = {**alone, **in_place()}
    touched = changed(alone, begun)
    assert {name for name in touched if "iris-v2" not in name} == {"HTTPRoute models/iris", "Service models/iris-v1"}
    assert objects(begun)["Service models/iris-v1"]["spec"] == objects(alone)["Service models/iris"]["spec"]
    assert rules(begun)[0]["backendRefs"] == [backend("iris-v1", 100), backend("iris-v2", 0)]


def test_adding_a_variant_leaves_the_others_alone() -> None:
    more = canary()
    more["rollout"]["variants"] = {**more["rollout"]["variants"], "v3": {"weight": 0, "spec": {"version": "3"}}}
    touched = changed(canary(), more)
    assert {name for name in touched if "v3" not in name} == {"HTTPRoute models/iris"}


@settings(deadline=None, max_examples=60)
@given(
    BUILTIN,
    SCALINGS,
    st.sampled_from(
        [canary(), canary((0, 100)), in_place(), blue_green("blue"), blue_green("green"), ab_test(), shadow()]
    ),
    st.sampled_from(["generic", "eks"]),
)
def test_whatever_runs_side_by_side_is_allowed(
    parts: dict[str, Any], scaling: dict[str, Any], rollout: dict[str, Any], cloud: str
) -> None:
    on = stack.settings(cloud=cloud, **ROOMY)
    spec = stack.spec(**{**parts, "scaling": scaling, **rollout})
    verdict = judge(_objects(spec, on), Context(environment="prod", stack="prod"), _bundle(), Embedded(), _NOW_NS)
    assert [
        (one.code, one.object, one.message) for one in verdict.findings if not one.waived and one.severity != "info"
    ] == []


def test_the_quota_counts_every_variant() -> None:
    quota = {"tenants": {"models": {"quota": {"cpu": "1500m", "memory": "400Gi"}}}}
    on = stack.settings(**{**ROOMY, **quota})
    context = Context(environment="prod", stack="prod")
    found = {}
    for name, changes in {"alone": {"route": {}}, "two": canary()}.items():
        verdict = judge(_objects(stack.spec(**changes), on), context, _bundle(), Embedded(), _NOW_NS)
        found[name] = [one.message for one in verdict.findings if one.code == "quota.exceeded"]
    assert found == {
        "alone": [],
        "two": [
            f"{which}.cpu: 2 needed at most, 1500m allowed; Deployment/iris-v1 1, Deployment/iris-v2 1"
            for which in ("limits", "requests")
        ],
    }
