"""A sample of the rules' mutants; `make mutants` runs them all."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.policy import mutant, mutation

if TYPE_CHECKING:
    from pathlib import Path

SHARE = 16


@pytest.fixture(scope="module")
def every(opa_binary: Path) -> list[mutant.Mutant]:
    return mutant.mutants(opa_binary)


def test_a_sample_is_noticed(every: list[mutant.Mutant], opa_binary: Path) -> None:
    # By name, so that the sample is the same everywhere and doesn't move with what is written elsewhere.
    sample = [one for one in every if hashlib.sha256(one.name.encode()).digest()[0] % SHARE == 0]
    assert len(sample) > len(every) // (2 * SHARE)
    alive = {one.name for one in mutation.survivors(opa_binary, sample, processes=1)}
    assert alive - set(mutation.equivalents()) == set()


def test_equivalent_mutants_exist_and_have_a_reason(every: list[mutant.Mutant]) -> None:
    excused = mutation.equivalents()
    assert set(excused) - {one.name for one in every} == set()
    assert all(excused.values())


def test_a_condition_is_deleted_and_negated(tmp_path: Path, opa_binary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "a.rego"
    module.write_text("package a\n\nb := 1\n\nc if {\n\tsome x in input.xs\n\tnot x.y\n\tz := x.z\n\tz > 1\n}\n")
    monkeypatch.setattr(mutant, "POLICIES", tmp_path)
    assert [(one.row, one.condition, one.replacement) for one in mutant.mutants(opa_binary)] == [
        (7, "not x.y", "true"),
        (7, "not x.y", "x.y"),
        (9, "z > 1", "not z > 1"),
        (9, "z > 1", "true"),
    ]
