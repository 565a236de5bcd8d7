from __future__ import annotations

from typing import Any

import pytest

from tests.stack import VLLM, of_kind

TWO = {**VLLM, "scaling": {"replicas": 2}}


def surge(most: int | str, missing: int | str) -> dict[str, Any]:
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": most, "maxUnavailable": missing}}


STRATEGIES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "rolling by name is the default": ({"rollout": "rolling"}, surge(1, 0)),
    "recreate by name": ({"rollout": "recreate"}, {"type": "Recreate"}),
    "a surge": ({"rollout": {"strategy": "rolling", "maxSurge": "50%"}}, surge("50%", 0)),
    "no surge": ({"rollout": {"strategy": "rolling", "maxSurge": 0}}, surge(0, 1)),
    "some missing": ({"rollout": {"strategy": "rolling", "maxUnavailable": 2}}, surge(1, 2)),
    "both": ({"rollout": {"strategy": "rolling", "maxSurge": 2, "maxUnavailable": "25%"}}, surge(2, "25%")),
    "some missing on GPUs": ({**TWO, "rollout": {"strategy": "rolling", "maxUnavailable": 2}}, surge(0, 2)),
    "a surge on spare GPUs": (
        {**TWO, "rollout": {"strategy": "rolling", "maxSurge": 1, "spareGpus": 1}},
        surge(1, 0),
    ),
    "one GPU replica, replaced in place": (
        {**VLLM, "rollout": {"strategy": "rolling", "maxSurge": 0, "maxUnavailable": 1}},
        surge(0, 1),
    ),
    "a volume of one node, without a surge": (
        {"cache": {"size": "1Gi"}, "rollout": {"strategy": "rolling", "maxSurge": 0}},
        surge(0, 1),
    ),
}


@pytest.mark.parametrize("case", STRATEGIES)
def test_pods_are_replaced_as_the_spec_says(case: str) -> None:
    changes, expected = STRATEGIES[case]
    (deployment,) = of_kind("Deployment", changes)
    assert deployment["spec"]["strategy"] == expected


def test_each_variant_replaces_its_own_pods_in_its_own_way() -> None:
    variants = {"blue": {}, "green": {"spec": {"rollout": "recreate"}}}
    blue, green = of_kind("Deployment", {"rollout": {"strategy": "blueGreen", "active": "blue", "variants": variants}})
    assert (blue["spec"]["strategy"], green["spec"]["strategy"]) == (surge(1, 0), {"type": "Recreate"})
