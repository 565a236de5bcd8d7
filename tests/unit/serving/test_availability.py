from __future__ import annotations

from typing import Any

import pytest

from tests.stack import of_kind

BOUNDS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any] | None]] = {
    "one replica has no budget": ({}, {}, {}, None),
    "an autoscaler that may leave one": ({"min": 1, "max": 3}, {}, {}, None),
    "one at a time": ({"replicas": 2}, {}, {}, {"maxUnavailable": 1}),
    "some stay": ({"min": 4, "max": 8}, {"minAvailable": 3}, {}, {"minAvailable": 3}),
    "a part may go": ({"replicas": 8}, {"maxUnavailable": "25%"}, {}, {"maxUnavailable": "25%"}),
    "under a ceiling of one": ({"replicas": 8}, {"minAvailable": 6}, {"maxReplicas": 1}, None),
    "under a ceiling that would block": (
        {"replicas": 8},
        {"minAvailable": 6},
        {"maxReplicas": 4},
        {"maxUnavailable": 1},
    ),
}


@pytest.mark.parametrize("case", BOUNDS)
def test_a_budget_protects_and_never_blocks(case: str) -> None:
    scaling, availability, stack, expected = BOUNDS[case]
    budgets = of_kind("PodDisruptionBudget", {"scaling": scaling, "availability": availability}, stack)
    same = {
        "selector": {"matchLabels": {"app.kubernetes.io/name": "iris"}},
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }
    assert [budget["spec"] for budget in budgets] == ([{**expected, **same}] if expected else [])
