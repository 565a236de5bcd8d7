"""A waiver has the same state in every engine, and it is the one that Python's own calendar tells."""

from __future__ import annotations

import datetime
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.policy.test_engines_agree import POLICIES, SETTINGS, embedded

if TYPE_CHECKING:
    from pathlib import Path

Case = tuple[dict[str, Any], int]
DAY = 86_400_000_000_000
LONGEST = SETTINGS["waivers"]["longest_days"]
EXPIRING = SETTINGS["waivers"]["expiring_days"]
CODES = {"images.pinned": "error", "access.token_mounted": "warning", "no.such_rule": None}
PROBE = """\
package probe

import data.lib.waiver

states := [waiver.state(case[0], case[1]) | some case in input.cases]
"""

days = st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)).map(str)
odd_days = st.sampled_from(["2027-02-29", "2027-2-1", "tomorrow", "", 20270101, True, [], "2027-01-01T00:00:00Z"])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    waiver: dict[str, Any] = {
        "code": draw(st.sampled_from(sorted(CODES))),
        "path": "/spec",
        "reason": "because",
        "owner": "someone",
        "ticket": draw(st.sampled_from(["SEC-1", "SEC-2", ""])),
        "expires": draw(days | odd_days),
    }
    if draw(st.booleans()):
        waiver["from"] = draw(days | st.none() | odd_days)
    # Around the days' ends, where mistakes are made.
    moment = midnight(draw(days)) + draw(st.sampled_from([-1, 0, 1, DAY // 2]))
    return waiver, moment


def midnight(day: str) -> int:
    return (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days * DAY


def is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def expected(waiver: dict[str, Any], moment: int) -> str:
    """What the documentation says, in words of Python."""
    first, severity = waiver.get("from"), CODES[waiver["code"]]
    if severity is None or not waiver["ticket"] or not is_day(waiver["expires"]):
        return "expired"
    if first is not None and not is_day(first):
        return "expired"
    end = midnight(waiver["expires"]) + DAY
    if moment < max(midnight(first) if first else 0, end - LONGEST[severity] * DAY):
        return "pending"
    if moment >= end:
        return "expired"
    return "active" if moment < end - EXPIRING * DAY else "expiring"


def by_embedded(some: list[Case]) -> list[str]:
    engine = embedded().clone()
    engine.add_policy("probe.rego", PROBE)
    engine.set_input_json(json.dumps({"cases": some}))
    found: list[str] = json.loads(engine.eval_rule_as_json("data.probe.states"))
    return found


@given(st.lists(cases(), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_the_embedded_engine_tells_the_state(some: list[Case]) -> None:
    assert by_embedded(some) == [expected(*case) for case in some]


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    (tmp_path / "probe.rego").write_text(PROBE)
    return tmp_path / "probe.rego"


def test_opa_and_conftest_tell_the_same_state(opa_binary: Path, conftest_binary: Path, probe: Path) -> None:
    @given(st.lists(st.lists(cases(), min_size=40), min_size=5))
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def agree(some: list[list[Case]]) -> None:
        flat = [case for few in some for case in few]
        states = [expected(*case) for case in flat]
        assert by_opa(opa_binary, probe, flat) == states
        assert by_conftest(conftest_binary, probe, flat) == states

    agree()


def by_opa(opa: Path, probe: Path, some: list[Case]) -> Any:  # noqa: ANN401 - JSON
    loaded: list[str | Path] = ["--data", POLICIES, "--data", probe, "--ignore", "*_test.rego"]
    command: list[str | Path] = [opa, "eval", "--strict-builtin-errors", "--stdin-input", "--format=json", *loaded]
    done = subprocess.run(
        [*command, "data.probe.states"], input=json.dumps({"cases": some}), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)["result"][0]["expressions"][0]["value"]


def by_conftest(conftest: Path, probe: Path, some: list[Case]) -> Any:  # noqa: ANN401 - JSON
    (probe.parent / "cases.json").write_text(json.dumps({"probe_input": {"cases": some}}))
    (probe.parent / "shown.rego").write_text(
        'package shown\n\ndeny contains {"msg": "states", "value": found} if {\n'
        "\tfound := data.probe.states with input as data.probe_input\n}\n"
    )
    loaded: list[str | Path] = [
        "--policy",
        POLICIES,
        "--policy",
        probe.parent,
        "--data",
        POLICIES,
        "--data",
        probe.parent / "cases.json",
    ]
    command: list[str | Path] = [conftest, "test", "--namespace=shown", "--output=json", *loaded, "--parser=json", "-"]
    done = subprocess.run(command, input="{}", capture_output=True, text=True, check=False)
    return json.loads(done.stdout)[0]["failures"][0]["metadata"]["value"]
