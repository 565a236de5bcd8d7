"""The tests beside the rules hold in the embedded engine too, case for case, as they do in OPA."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import regorus

from infra.policy import bundle
from tests.policy.test_engines_agree import POLICIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = Any

# Under a `with`, regorus gives waiver.excuse no value, and so main.result none; why is not known. The gate has no
# `with`, and test_every_engine.py and test_waivers.py hold its main.result to OPA's.
UNDER_WITH = {
    "lib.waiver_test.test_excuses_the_exact_finding",
    "lib.waiver_test.test_expired_excuses_nothing",
    "main_test.test_result",
    "main_test.test_sample_is_denied_by_nothing",
}
# regorus's strings.replace_n replaces within what it has just put in, so a container named {word} is not left alone.
# lib.words is for front ends that OPA runs; the gate fills messages in itself.
REPLACING = {"lib.words_test.test_of"}


def named_tests(value: dict[str, Json], path: str) -> Iterator[tuple[str, Json]]:
    """Walk the packages; a test's value is true, or the set of its cases that hold."""
    for name, inner in value.items():
        here = f"{path}{name}"
        if name.startswith("test_"):
            yield here, sorted(map(json.dumps, inner)) if isinstance(inner, list) else inner
        elif path.count(".") < 3 and isinstance(inner, dict):
            yield from named_tests(inner, f"{here}.")


def by_opa(opa: Path) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for package in ("lib", "policy", "main_test", "conftest_test"):
        command: list[str | Path] = [opa, "eval", "--format=json", "--stdin-input", "--data", POLICIES]
        done = subprocess.run(
            [*command, f"data.{package}"], input="{}", capture_output=True, text=True, check=True
        ).stdout
        result = json.loads(done).get("result")
        if result:
            found |= named_tests(result[0]["expressions"][0]["value"], f"{package}.")
    return found


def by_regorus(names: set[str]) -> dict[str, Json]:
    engine = regorus.Engine()
    for path in sorted(POLICIES.rglob("*.rego")):
        engine.add_policy(path.name, path.read_text())
    engine.add_data_json(json.dumps(bundle.load(POLICIES).data))
    engine.set_input_json("{}")
    values = {name: json.loads(engine.eval_rule_as_json(f"data.{name}")) for name in sorted(names)}
    return {
        name: sorted(map(json.dumps, value)) if isinstance(value, list) else value for name, value in values.items()
    }


def test_the_embedded_engine_gives_every_test_the_value_that_opa_gives(opa_binary: Path) -> None:
    expected = by_opa(opa_binary)
    written = {
        f"{package}.{line.split()[0].partition('[')[0]}"
        for path in POLICIES.rglob("*_test.rego")
        for package in [path.read_text().partition("package ")[2].split()[0]]
        for line in path.read_text().splitlines()
        if line.startswith("test_")
    }
    assert set(expected) == written
    found = by_regorus(written)
    assert {name for name in written if found[name] != expected[name]} == UNDER_WITH | REPLACING
