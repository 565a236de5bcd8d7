from __future__ import annotations

from typing import Any

import pytest

from tests.stack import of_kind

BUDGETS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "by default": ({}, {}, {"maxUnavailable": 1}),
    "more may go": ({"maxUnavailable": 2}, {}, {"maxUnavailable": 2}),
    "a share may go": ({"maxUnavailable": "25%"}, {}, {"maxUnavailable": "25%"}),
    "some must stay": ({"minAvailable": 3}, {}, {"minAvailable": 3}),
    "a share must stay": ({"minAvailable": "50%"}, {}, {"minAvailable": "50%"}),
    "as many must stay as a small stack has": ({"minAvailable": 3}, {"maxReplicas": 3}, {"maxUnavailable": 1}),
}


@pytest.mark.parametrize("case", BUDGETS)
def test_a_drain_leaves_what_the_spec_asks_for(case: str) -> None:
    availability, stack, bound = BUDGETS[case]
    changes = {"scaling": {"replicas": 4}, "availability": availability}
    (budget,) = of_kind("PodDisruptionBudget", changes, stack)
    assert budget["spec"] == {**bound, "selector": {"matchLabels": {"app.kubernetes.io/name": "iris"}}}
