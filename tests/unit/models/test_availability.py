from __future__ import annotations

from typing import Any

import pytest

from models.availability import Availability
from tests.stack import refusals

ONE = "one replica can't be kept while its node is drained"
TWO = "raise scaling.replicas or scaling.min to 2"


def _none_of(replicas: int) -> str:
    return f"none of {replicas} replicas could be evicted, so no node could be drained"


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, str, str]]] = {
    "two bounds": (
        {"minAvailable": 1, "maxUnavailable": 1},
        {"replicas": 3},
        ("availability.minAvailable", "a budget has one bound", "keep minAvailable or maxUnavailable"),
    ),
    "one replica": ({"minAvailable": 1}, {}, ("availability.minAvailable", ONE, TWO)),
    "one at least": ({"maxUnavailable": 1}, {"min": 1, "max": 4}, ("availability.maxUnavailable", ONE, TWO)),
    "all stay": (
        {"minAvailable": 2},
        {"min": 2, "max": 9},
        ("availability.minAvailable", _none_of(2), "spare at least one"),
    ),
    "all stay once rounded": (
        {"minAvailable": "80%"},
        {"replicas": 4},
        ("availability.minAvailable", _none_of(4), "spare at least one"),
    ),
    "none may go": (
        {"maxUnavailable": "0%"},
        {"replicas": 4},
        ("availability.maxUnavailable", _none_of(4), "spare at least one"),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_budget_that_blocks_drains_is_refused(case: str) -> None:
    availability, scaling, expected = REFUSED[case]
    assert refusals(availability=availability, scaling=scaling) == [expected]


SPARED: dict[str, tuple[dict[str, Any], int, int]] = {
    "nothing said": ({}, 4, 1),
    "a number stays": ({"minAvailable": 3}, 4, 1),
    "a part stays, rounded up": ({"minAvailable": "50%"}, 5, 2),
    "a number may go": ({"maxUnavailable": 2}, 4, 2),
    "a part may go, rounded up": ({"maxUnavailable": "10%"}, 4, 1),
}


@pytest.mark.parametrize("case", SPARED)
def test_parts_of_a_replica_are_rounded_as_kubernetes_does(case: str) -> None:
    bound, replicas, spared = SPARED[case]
    assert Availability.model_validate(bound).spares(replicas) == spared
