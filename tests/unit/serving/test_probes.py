from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stack import pod

if TYPE_CHECKING:
    from infra.manifest import Json, Manifest


def probes(**changes: Json) -> Manifest:
    (server,) = pod(changes)["containers"]
    return {name: server[name] for name in ("startupProbe", "livenessProbe", "readinessProbe")}


def _probe(path: str, period: int, timeout: int, failures: int) -> Manifest:
    return {
        "httpGet": {"path": f"/v2/health/{path}", "port": "http"},
        "periodSeconds": period,
        "timeoutSeconds": timeout,
        "failureThreshold": failures,
    }


def test_a_slow_load_is_waited_for_and_a_hang_is_seen() -> None:
    assert probes() == {
        "startupProbe": _probe("ready", 10, 3, 7),
        "livenessProbe": _probe("live", 10, 3, 6),
        "readinessProbe": _probe("ready", 5, 3, 2),
    }


def test_a_spec_sets_their_times_but_not_how_long_loading_may_take() -> None:
    asked = {
        "startup": {"periodSeconds": 7, "timeoutSeconds": 7},
        "liveness": {"periodSeconds": 30, "timeoutSeconds": 20, "failureThreshold": 3},
        "readiness": {"failureThreshold": 4},
    }
    assert probes(probes=asked, lifecycle={"loadBudgetSeconds": 100}) == {
        "startupProbe": _probe("ready", 7, 7, 15),
        "livenessProbe": _probe("live", 30, 20, 3),
        "readinessProbe": _probe("ready", 5, 3, 4),
    }


def test_the_time_to_load_grows_with_the_time_to_hang() -> None:
    patient = {"liveness": {"periodSeconds": 30, "failureThreshold": 10}}
    assert probes(probes=patient)["startupProbe"] == _probe("ready", 10, 3, 30)
