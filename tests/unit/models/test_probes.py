from __future__ import annotations

import pytest

from tests.stack import refusals


@pytest.mark.parametrize("probe", ["startup", "liveness", "readiness"])
def test_no_probe_is_delayed(probe: str) -> None:
    assert refusals(probes={probe: {"initialDelaySeconds": 120}}) == [
        (
            f"probes.{probe}.initialDelaySeconds",
            "a delay makes every start as slow as the slowest",
            "remove it; lifecycle.loadBudgetSeconds holds the other probes back for as long as loading takes",
        )
    ]


def test_a_probe_asks_one_question_at_a_time() -> None:
    assert refusals(probes={"readiness": {"timeoutSeconds": 6}}) == [
        (
            "probes.readiness.timeoutSeconds",
            "a timeout of 6 seconds outlasts the period of 5",
            "lower timeoutSeconds or raise periodSeconds",
        )
    ]


def test_a_server_that_loads_is_given_as_long_as_one_that_hangs() -> None:
    liveness = {"liveness": {"periodSeconds": 20, "failureThreshold": 5}}
    assert refusals(probes=liveness, lifecycle={"loadBudgetSeconds": 100}) == []
    assert refusals(probes=liveness, lifecycle={"loadBudgetSeconds": 99}) == [
        (
            "lifecycle.loadBudgetSeconds",
            "loading may take 99 seconds, and a server that hangs is given 100",
            "raise it to 100, or lower probes.liveness",
        )
    ]
