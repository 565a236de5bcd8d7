"""Two processes with half of the rules each say what one says with all of them."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from infra.errors import EngineError
from infra.policy import bundle
from infra.policy.embedded import Embedded
from infra.policy.halves import halves
from tests.policy.test_engines_agree import CORPUS, POLICIES, comparable, enveloped, objects_in

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = bundle.load(POLICIES)
BROKEN = "package policy.{group}.broken\n\ndeny contains x if x := to_number([])\n"


def test_each_rule_is_in_one_half() -> None:
    rules = {path for path in BUNDLE.modules if path.startswith("policy/")}
    one, other = ({*half.modules} & rules for half in halves(BUNDLE))
    assert (one | other, one & other) == (rules, set())
    assert {path.split("/")[1] for path in one}.isdisjoint(path.split("/")[1] for path in other)
    assert min(len(one), len(other)) * 3 > len(rules)


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_two_processes_say_what_one_says(file: Path) -> None:
    value = json.dumps(enveloped(objects_in(file)))
    assert comparable(Embedded(split_from=0).evaluate(BUNDLE, value)) == comparable(Embedded().evaluate(BUNDLE, value))


@pytest.mark.parametrize("group", ["access", "zoo"])
def test_nothing_is_judged_where_one_half_fails(group: str) -> None:
    modules = {**BUNDLE.modules, f"policy/{group}/broken/broken.rego": BROKEN.format(group=group)}
    broken = dataclasses.replace(BUNDLE, modules=modules)
    with pytest.raises(EngineError, match="the embedded engine"):
        Embedded(split_from=0).evaluate(broken, json.dumps(enveloped([])))
