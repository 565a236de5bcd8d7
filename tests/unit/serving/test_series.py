from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from infra.runtimes.metrics import Metrics, Series
from infra.serving import series
from infra.serving.target import target
from tests.stack import settings, spec

if TYPE_CHECKING:
    from pathlib import Path

IRIS = target(spec(), settings())
POD = 'namespace="models",pod="iris-6b7c9d5f4-x2x4z"'
SECOND = 'namespace="models",pod="iris-6b7c9d5f4-b4k9q"'
OTHER = 'namespace="models",pod="iris-large-6b7c9d5f4-x2x4z"'
DURATION = Series("took_us", seconds=1e-6)
ONLY_SUCCESSES = Metrics(successes=Series("good"), errors=Series("bad"))


@pytest.mark.parametrize(
    ("pod", "own"),
    [
        ("iris-6b7c9d5f4-x2x4z", True),
        ("iris-0", True),
        ("iris-12", True),
        ("iris-large-6b7c9d5f4-x2x4z", False),
        ("iris-large-0", False),
        ("blue-iris-6b7c9d5f4-x2x4z", False),
        ("iris", False),
    ],
)
def test_a_model_s_pods_are_told_from_others_by_name(pod: str, own: bool) -> None:
    assert bool(re.fullmatch(series.pods(IRIS), pod)) is own


def test_a_pod_whose_long_name_was_cut_is_still_its_model_s() -> None:
    name = "m" * 50
    long = target(spec(name=name), settings())
    # The API server cuts a generated name to 58 characters and adds five.
    assert re.fullmatch(series.pods(long), f"{name}-6b7c9d5f4-"[:58] + "x2x4z")


LATENCY = series.quantile_or_zero(IRIS, Series("took_seconds"), 0.95)
WAITED = series.ratio(series.rate(IRIS, DURATION), series.rate(IRIS, Series("good")))
REQUESTS = series.requests(IRIS, ONLY_SUCCESSES) or ""


def _histogram(pod: str, low: str, every: str) -> dict[str, str]:
    buckets = {f'took_seconds_bucket{{{pod},le="0.1"}}': low, f'took_seconds_bucket{{{pod},le="+Inf"}}': every}
    return {**buckets, f"took_seconds_count{{{pod}}}": every}


QUESTIONS: dict[str, tuple[str, dict[str, str], float | None]] = {
    "a latency": (LATENCY, _histogram(POD, "0+32x20", "0+32x20"), 95),
    "a latency while nobody asks": (LATENCY, _histogram(POD, "5+0x20", "5+0x20"), 0),
    "a latency of nobody": (LATENCY, _histogram(OTHER, "0+32x20", "0+32x20"), None),
    "an average": (WAITED, {f"took_us{{{POD}}}": "0+96000x20", f"good{{{POD}}}": "0+32x20"}, 3000),
    "an average while nobody asks": (WAITED, {f"took_us{{{POD}}}": "9+0x20", f"good{{{POD}}}": "9+0x20"}, 0),
    "an average of nobody": (WAITED, {f"good{{{OTHER}}}": "0+32x20"}, None),
    "successes and failures": (REQUESTS, {f"good{{{POD}}}": "0+32x20", f"bad{{{SECOND}}}": "0+64x20"}, 3),
    "no failure yet": (REQUESTS, {f"good{{{POD}}}": "0+32x20"}, 1),
}


def _story(name: str) -> dict[str, Any]:
    query, stories, expected = QUESTIONS[name]
    samples = [] if expected is None else [{"labels": "{}", "value": expected}]
    return {
        "name": name,
        "interval": "32s",
        "input_series": [{"series": one, "values": values} for one, values in stories.items()],
        "promql_expr_test": [{"expr": query, "eval_time": "10m40s", "exp_samples": samples}],
    }


def test_prometheus_answers_as_meant(promtool: Path, tmp_path: Path) -> None:
    file = {"evaluation_interval": "32s", "fuzzy_compare": True, "tests": [_story(name) for name in QUESTIONS]}
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(file))
    command = [str(promtool), "test", "rules", str(tmp_path / "test.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_runtime_that_counts_nothing_has_no_requests() -> None:
    assert series.requests(IRIS, Metrics()) is None


def test_numbers_are_written_as_people_write_them() -> None:
    values: tuple[Any, ...] = (5.0, 0.1, 14.4 * 0.001, 1e6, 2)
    assert [series.number(value) for value in values] == ["5", "0.1", "0.0144", "1000000", "2"]
