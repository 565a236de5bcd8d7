from __future__ import annotations

from typing import Any

import pytest

from tests.stack import refusals, spec

STATEFUL = {"kind": "statefulSet", "state": {"size": "1Gi"}}
ONE_BY_ONE = "a StatefulSet replaces its replicas one by one"

REFUSED: dict[str, tuple[Any, tuple[str, str, str]]] = {
    "all at once": ("recreate", ("rollout.strategy", ONE_BY_ONE, "remove it, or use workload: deployment")),
    "one more": (
        {"strategy": "rolling", "maxSurge": 1},
        ("rollout.maxSurge", f"{ONE_BY_ONE}, each in its own place", "remove it, or set maxSurge: 0"),
    ),
    "two at a time": (
        {"strategy": "rolling", "maxUnavailable": 2},
        ("rollout.maxUnavailable", ONE_BY_ONE, "remove it, or set maxUnavailable: 1"),
    ),
    "a part at a time": (
        {"strategy": "rolling", "maxUnavailable": "25%"},
        ("rollout.maxUnavailable", ONE_BY_ONE, "remove it, or set maxUnavailable: 1"),
    ),
}
TAKEN: dict[str, Any] = {
    "nothing said": "rolling",
    "one at a time": {"strategy": "rolling", "maxUnavailable": 1},
    "without a surge": {"strategy": "rolling", "maxSurge": 0},
    "in percent": {"strategy": "rolling", "maxSurge": "0%", "maxUnavailable": 1},
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_stateful_set_cannot_do_is_refused(case: str) -> None:
    rollout, expected = REFUSED[case]
    assert refusals(workload=STATEFUL, rollout=rollout) == [expected]


@pytest.mark.parametrize("case", TAKEN)
def test_what_a_stateful_set_does_anyway_may_be_said(case: str) -> None:
    assert spec(workload=STATEFUL, rollout=TAKEN[case]).rollout.strategy == "rolling"
