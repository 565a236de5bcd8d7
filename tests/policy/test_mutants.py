"""A sample of the rules' mutants; `make mutants` runs them all."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.policy import mutation

if TYPE_CHECKING:
    from pathlib import Path

SHARE = 16


@pytest.fixture(scope="module")
def every(opa_binary: Path) -> list[mutation.Mutant]:
    return mutation.mutants(opa_binary)


def test_a_sample_is_noticed(every: list[mutation.Mutant]) -> None:
    # By name, so that the sample is the same everywhere and doesn't move with what is written elsewhere.
    sample = [mutant for mutant in every if hashlib.sha256(mutant.name.encode()).digest()[0] % SHARE == 0]
    assert len(sample) > len(every) // (2 * SHARE)
    alive = {mutant.name for mutant in mutation.survivors(sample, processes=1)}
    assert alive - set(mutation.equivalents()) == set()


def test_equivalent_mutants_exist_and_have_a_reason(every: list[mutation.Mutant]) -> None:
    excused = mutation.equivalents()
    assert set(excused) - {mutant.name for mutant in every} == set()
    assert all(excused.values())


def test_a_condition_is_deleted_and_negated(tmp_path: Path, opa_binary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "a.rego"
    module.write_text("package a\n\nb := 1\n\nc if {\n\tsome x in input.xs\n\tnot x.y\n\tz := x.z\n\tz > 1\n}\n")
    monkeypatch.setattr(mutation, "POLICIES", tmp_path)
    assert [(mutant.row, mutant.condition, mutant.replacement) for mutant in mutation.mutants(opa_binary)] == [
        (7, "not x.y", "true"),
        (7, "not x.y", "x.y"),
        (9, "z > 1", "not z > 1"),
        (9, "z > 1", "true"),
    ]
