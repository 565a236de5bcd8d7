"""Quantities in both engines, to the last digit, against arithmetic with fractions."""

from __future__ import annotations

import json
import re
import subprocess
from fractions import Fraction
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

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

nanos := [format_int(data.lib.quantity.parse(written), 10) | some written in input.written]
"""


def nano(written: str) -> str:
    """What the API server makes of a quantity: nano-units, rounded up, and never more than 2^63 - 1 units."""
    groups = re.fullmatch(r"([+-]?)([0-9.]+)(.*)", written)
    assert groups
    value = Fraction(groups[2].removesuffix(".")) * SUFFIXES[groups[3]] * 10**9
    return str((-1 if groups[1] == "-" else 1) * min(ceil(value), (2**63 - 1) * 10**9))


def test_both_engines_parse_exactly(opa_binary: Path, tmp_path: Path) -> None:
    written = sorted(WRITTEN)
    value = json.dumps({"written": written})
    expected = dict(zip(written, map(nano, written), strict=True))
    engine = embedded().clone()
    engine.add_policy("probe.rego", MODULE)
    engine.set_input_json(value)
    ours = json.loads(engine.eval_rule_as_json("data.probe.nanos"))
    assert dict(zip(written, ours, strict=True)) == expected
    module = tmp_path / "probe.rego"
    module.write_text(MODULE)
    command: list[str | Path] = [opa_binary, "eval", "--format", "json", "--data", POLICIES, "--data", module]
    command += ["--stdin-input", "data.probe.nanos"]
    done = subprocess.run(command, input=value, capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout)["result"][0]["expressions"][0]["value"]
    assert dict(zip(written, theirs, strict=True)) == expected
