"""Every engine gives the same answer: on the corpus, on the rendered stacks and on every rule's own cases."""

from __future__ import annotations

import functools
import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from infra import project, stacks
from infra.policy import bundle
from infra.policy.engine import Chosen, EngineName, engine
from tests.policy.test_engines_agree import CORPUS, POLICIES, by_embedded, comparable, embedded, enveloped, objects_in
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

Json = Any
OTHERS: tuple[EngineName, ...] = ("opa", "opa-server", "conftest")
BUNDLE = bundle.load(POLICIES)


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest) -> Chosen:
    """An engine besides the embedded one, ready to be asked."""
    name: EngineName = request.param
    if name == "opa-server":
        return Chosen(name, request.getfixturevalue("opa_url"))
    request.getfixturevalue(f"{name}_on_path")
    return Chosen(name)


@functools.cache
def cases_of_rules(opa: Path) -> dict[str, dict[str, Json]]:
    """The cases in the tests beside the rules, by the rule's code."""
    command: list[str | Path] = [opa, "eval", "--format=json", "--data", POLICIES, "data.policy"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    groups = json.loads(printed)["result"][0]["expressions"][0]["value"]
    return {
        f"{group}.{package.removesuffix('_test')}": tested["cases"]
        for group, packages in groups.items()
        for package, tested in packages.items()
        if package.endswith("_test")
    }


def asked(chosen: Chosen, value: Json) -> Json:
    return comparable(engine(chosen).evaluate(BUNDLE, json.dumps(value)))


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_on_the_corpus(file: Path, other: Chosen) -> None:
    value = enveloped(objects_in(file))
    assert asked(other, value) == asked(Chosen(), value)


def test_on_the_rendered_stacks(other: Chosen) -> None:
    for stack in project.built(REPOSITORY, stacks.names(REPOSITORY)):
        value = enveloped([manifest for component in stack.components for manifest in component.manifests])
        answer = asked(other, value)
        assert answer == asked(Chosen(), value)
        assert answer["findings"]


def given(case: Json) -> Json:
    """The input of a case: only some cases have a context of their own."""
    return case["input"] if "input" in case else enveloped(case["objects"])


def test_on_all_cases_of_each_group_of_rules(other: Chosen, opa_binary: Path) -> None:
    groups: dict[tuple[str, str], Json] = {}
    for code, cases in cases_of_rules(opa_binary).items():
        for value in map(given, cases.values()):
            group = groups.setdefault((code.partition(".")[0], json.dumps(value["context"])), {**value, "objects": []})
            group["objects"].extend(value["objects"])
    answers = {name: asked(other, value) for name, value in groups.items()}
    assert answers == {name: asked(Chosen(), value) for name, value in groups.items()}


def test_the_embedded_engine_on_every_single_case(opa_binary: Path) -> None:
    cases = cases_of_rules(opa_binary)
    assert set(cases) == set(BUNDLE.rules)
    wrong = [
        f"{code}: {name}"
        for code, named in cases.items()
        for name, case in named.items()
        # A case with settings or a version of its own is one for `opa test`.
        if set(case) <= {"input", "objects", "denied"}
        and not has_settings_of_its_own(code)
        and sorted(map(json.dumps, denied(code, given(case)))) != sorted(map(json.dumps, case["denied"]))
    ]
    assert "\n".join(wrong) == ""


def has_settings_of_its_own(code: str) -> bool:
    group, rule = code.split(".")
    tests = REPOSITORY / "policies" / "policy" / group / rule / f"{rule}_test.rego"
    return "with data.config" in tests.read_text()


def denied(code: str, value: Json) -> Json:
    asked = embedded().clone()
    asked.set_input_json(json.dumps(value))
    return json.loads(asked.eval_rule_as_json(f"data.policy.{code}.deny"))


def test_on_numbers_that_floating_point_lacks(other: Chosen) -> None:
    (pod,) = (
        one for one in objects_in(next(file for file in CORPUS if file.stem == "clean")) if one["kind"] == "Deployment"
    )
    pod["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["memory"] = 9007199254740993
    pod["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["memory"] = 9007199254740994
    value = enveloped([pod])
    found = {finding["code"] for finding in asked(other, value)["findings"]}
    assert "resources.limit_below_request" in found
    assert asked(other, value) == asked(Chosen(), value) == by_embedded(value)
