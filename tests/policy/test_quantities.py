"""Quantities in both engines, to the last digit, against arithmetic with fractions and Kubernetes' own parser."""

from __future__ import annotations

import json
import re
import subprocess
from fractions import Fraction
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.policy.test_engines_agree import POLICIES, embedded

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = [
    "0",
    "007",
    "1",
    "0.1",
    ".5",
    "5.",
    "1.5",
    "999",
    "123456789.987654321",
    "9223372036854775807",
    "12345678901234567890",
]
DECIMAL = {
    suffix: Fraction(10) ** power for power, suffix in zip(range(-9, 19, 3), [*"num", "", *"kMGTPE"], strict=True)
}
BINARY = {f"{suffix}i": Fraction(1024) ** power for power, suffix in enumerate("KMGTPE", 1)}
EXPONENTS = {
    f"{e}{power}": Fraction(10) ** int(power) for e in "eE" for power in ("0", "3", "+08", "-3", "-12", "30", "99")
}
SUFFIXES = DECIMAL | BINARY | EXPONENTS
WRITTEN = {f"{sign}{number}{suffix}" for sign, number, suffix in product(("", "+", "-"), NUMBERS, SUFFIXES)}
MODULE = """package probe

nanos := {written: format_int(data.lib.quantity.parse(written), 10) | some written in input.written}
"""
# Written in all the ways the grammar knows, and in some that it doesn't. Kubernetes also reads a lone suffix, as zero,
# and more than 21 digits; here both are malformed.
DIGITS = st.text("0123456789", min_size=1, max_size=20) | st.sampled_from(["0", "9223372036854775807", "1024"])
WHOLE = st.tuples(DIGITS, st.sampled_from(["", "", "."])).map("".join)
PARTS = st.tuples(st.sampled_from(["", "0"]) | DIGITS, st.sampled_from([".", ".", ","]), DIGITS).map("".join)
ENDS = st.sampled_from([*SUFFIXES, "", "", "K", "mi", "ki", "Zi", "e", "E+", "e1.5", "e-9", "E18", " ", "B", "GB", "µ"])
QUANTITIES = st.tuples(st.sampled_from(["", "", "", "+", "-", "--", " "]), WHOLE | PARTS, ENDS).map("".join)
LARGEST = (2**63 - 1) * 10**9


def nano(written: str) -> str:
    """What the API server makes of a quantity: nano-units, rounded up, and never more than 2^63 - 1 units."""
    groups = re.fullmatch(r"([+-]?)([0-9.]+)(.*)", written)
    assert groups
    value = Fraction(groups[2].removesuffix(".")) * SUFFIXES[groups[3]] * 10**9
    return str((-1 if groups[1] == "-" else 1) * min(ceil(value), LARGEST))


def by_embedded(written: list[str]) -> dict[str, str]:
    engine = embedded().clone()
    engine.add_policy("probe.rego", MODULE)
    engine.set_input_json(json.dumps({"written": written}))
    parsed: dict[str, str] = json.loads(engine.eval_rule_as_json("data.probe.nanos"))
    return parsed


def by_opa(binary: Path, folder: Path, written: list[str]) -> dict[str, str]:
    (folder / "probe.rego").write_text(MODULE)
    command: list[str | Path] = [binary, "eval", "--format", "raw", "--data", POLICIES, "--data", folder / "probe.rego"]
    command += ["--stdin-input", "data.probe.nanos"]
    value = json.dumps({"written": written})
    done = subprocess.run(command, input=value, capture_output=True, check=True, text=True)
    parsed: dict[str, str] = json.loads(done.stdout)
    return parsed


def by_kubernetes(binary: Path, written: list[str]) -> dict[str, str]:
    lines = "\n".join(map(json.dumps, written))
    done = subprocess.run([binary, "quantities"], input=lines, capture_output=True, check=True, text=True)
    answers = map(json.loads, done.stdout.splitlines())
    return {one: saturated(nanos) for one, nanos in zip(written, answers, strict=True) if nanos is not None}


def saturated(nanos: str) -> str:
    """What ``Value()`` makes of it; the parser itself only bounds quantities with a binary suffix."""
    return str(max(-LARGEST, min(LARGEST, int(nanos))))


def test_both_engines_parse_exactly(opa_binary: Path, tmp_path: Path) -> None:
    written = sorted(WRITTEN)
    expected = dict(zip(written, map(nano, written), strict=True))
    assert by_embedded(written) == expected
    assert by_opa(opa_binary, tmp_path, written) == expected


def test_quantities_are_what_kubernetes_parses(kubernetes: Path, opa_binary: Path, tmp_path: Path) -> None:
    seen = set(WRITTEN)

    # One difference says enough, and shrinking fifty quantities takes minutes.
    @settings(max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(st.lists(QUANTITIES, min_size=50, max_size=50))
    def compared(written: list[str]) -> None:
        assert by_embedded(written) == by_kubernetes(kubernetes, written)
        seen.update(written)

    compared()
    written = sorted(seen)
    official = by_kubernetes(kubernetes, written)
    assert by_embedded(written) == official
    assert by_opa(opa_binary, tmp_path, written) == official
    assert len(WRITTEN) < len(official) < len(written)
