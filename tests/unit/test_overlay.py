from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra.overlay import laid

if TYPE_CHECKING:
    from infra.manifest import Json


def variants(**specs: Json) -> dict[str, Any]:
    return {"rollout": {"variants": {name: {"spec": spec} for name, spec in specs.items()}}}


CASES: dict[str, tuple[Json, Json, Json]] = {
    "a null removes": ({"a": {"b": 1, "c": 2}}, {"a": {"b": None}}, {"a": {"c": 2}}),
    "a null of a variant is kept": ({"a": 1}, variants(v={"gpu": None}), {"a": 1, **variants(v={"gpu": None})}),
    "a variant's parts add up": (
        variants(v={"x": {"y": 1}, "z": 1}, w={"a": 1}),
        variants(v={"x": {"y": None, "q": 2}}),
        variants(v={"x": {"y": None, "q": 2}, "z": 1}, w={"a": 1}),
    ),
    "a variant is removed": (
        variants(v={"a": 1}),
        {"rollout": {"variants": {"v": None}}},
        {"rollout": {"variants": {}}},
    ),
    "what is no mapping is left to validation": ({"rollout": "recreate"}, {"rollout": 3}, {"rollout": 3}),
    "a variant that is no mapping": ({}, {"rollout": {"variants": {"v": 3}}}, {"rollout": {"variants": {"v": 3}}}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_spec_is_laid_over_another(case: str) -> None:
    below, over, expected = CASES[case]
    assert laid(below, over) == expected
