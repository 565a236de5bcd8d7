from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What the embedded engine lacks or answers otherwise, and what would make a verdict depend on where it is reached.
BANNED = (
    "http.",
    "io.jwt.",
    "json.match_schema",
    "json.patch",
    "json.verify_schema",
    "net.",
    "opa.",
    "rand.",
    "rego.",
    "sprintf",
    "template_string",
    "time.",
    "trace",
    "units.",
    "uuid.",
)

MODULES = [path for path in sorted((REPOSITORY / "policies").rglob("*.rego")) if not path.name.endswith("_test.rego")]
NAMES = [path.relative_to(REPOSITORY / "policies").as_posix() for path in MODULES]


@pytest.fixture(scope="module")
def trees(opa_binary: Path) -> dict[str, Any]:
    """The syntax tree of every module."""
    return {name: parsed(opa_binary, path) for name, path in zip(NAMES, MODULES, strict=True)}


def parsed(opa: Path, module: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(subprocess.run([opa, "parse", "-f", "json", module], capture_output=True, check=True).stdout)


def expressions(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(tree, dict):
        if "terms" in tree:
            yield tree
        for branch in tree.values():
            yield from expressions(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from expressions(branch)


def name_of(term: dict[str, Any]) -> str:
    return ".".join(str(part["value"]) for part in term["value"]) if term["type"] == "ref" else ""


def calls(tree: Any) -> Iterator[list[dict[str, Any]]]:  # noqa: ANN401 - JSON
    """Yield every call: the function's name, then its arguments."""
    if isinstance(tree, dict):
        terms = tree.get("terms")
        if isinstance(terms, list):
            yield terms
        if tree.get("type") == "call":
            yield tree["value"]
        for branch in tree.values():
            yield from calls(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from calls(branch)


def refuses_undefined(term: dict[str, Any]) -> bool:
    """Whether a term can be undefined: a reference into something, anywhere inside it."""
    if term["type"] == "ref":
        return len(term["value"]) > 1
    if term["type"] == "call":
        return True
    parts = term["value"] if isinstance(term["value"], list) else []
    return any(refuses_undefined(part) for part in parts if isinstance(part, dict) and "type" in part)


def unsafe_negation(expression: dict[str, Any]) -> bool:
    """Whether a negated expression falls silent in OPA where something inside it is undefined.

    OPA works out a call's arguments before it negates: `not good(x.y)` is undefined, not true, where `x.y` is. Only
    `not a == b` and plain references are spared.
    """
    if not expression.get("negated"):
        return False
    terms = expression["terms"]
    if isinstance(terms, list):
        return name_of(terms[0]) != "equal" and any(refuses_undefined(term) for term in terms[1:])
    if terms["type"] == "var":
        return False
    return terms["type"] == "call" or any(part["type"] not in {"var", "string"} for part in terms["value"])


@pytest.mark.parametrize("module", NAMES)
def test_calls_only_what_both_engines_answer_alike(module: str, trees: dict[str, Any]) -> None:
    called = {name_of(terms[0]) for terms in calls(trees[module])}
    assert {name for name in called if name.startswith(BANNED)} == set()


@pytest.mark.parametrize("module", NAMES)
def test_negates_nothing_that_may_be_undefined(module: str, trees: dict[str, Any]) -> None:
    unsafe = [expression["terms"] for expression in expressions(trees[module]) if unsafe_negation(expression)]
    assert unsafe == []


@pytest.mark.parametrize(
    ("body", "unsafe"),
    [
        ("not good(x)", False),
        ("not x.y.z", False),
        ('not x.y == "a"', False),
        ("not x == {}", False),
        ("not good(x.y)", True),
        ("not good([x.y])", True),
        ("not x.y > 1", True),
        ("not x.y in {1}", True),
        ("not known[x.y]", True),
        ("not is_array(x.y)", True),
        ("not good(upper(x))", True),
    ],
)
def test_the_lint_sees_unsafe_negations(body: str, unsafe: bool, tmp_path: Path, opa_binary: Path) -> None:
    module = tmp_path / "lint.rego"
    module.write_text(f"package lint\n\ndeny if {{\n\tsome x in input.xs\n\t{body}\n}}\n")
    assert any(unsafe_negation(expression) for expression in expressions(parsed(opa_binary, module))) is unsafe


def chained(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield every branch of a rule that another follows with `else`."""
    for rule in tree.get("rules", []):
        branch = rule
        while "else" in branch:
            yield branch
            branch = branch["else"]


def references(tree: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield every reference into something, but for the names of what is called."""
    if isinstance(tree, list):
        for branch in tree:
            yield from references(branch)
    elif isinstance(tree, dict):
        if str(tree.get("type")).endswith("comprehension"):
            return  # what is undefined in there leaves only its own element out
        if tree.get("type") == "call":
            yield from references(tree["value"][1:])
            return
        if tree.get("type") == "ref" and len(tree["value"]) > 1:
            yield json.dumps(tree["value"])
        for key in ("value", "terms"):
            yield from references(tree.get(key))


def unchecked(branch: dict[str, Any]) -> set[str]:
    """The references in a branch's value that its body doesn't know to be there."""
    return set(references(branch["head"].get("value"))) - set(references(branch["body"]))


@pytest.mark.parametrize("module", NAMES)
def test_no_branch_has_a_value_that_may_be_undefined(module: str, trees: dict[str, Any]) -> None:
    # OPA goes on with the next `else`; the embedded engine ends with nothing, which would be a pass.
    assert {name for branch in chained(trees[module]) for name in unchecked(branch)} == set()


@pytest.mark.parametrize(
    ("rule", "unsafe"),
    [
        ("f(x) := data.known[x] if x in input.xs else := 1", True),
        ("f(x) := upper(data.known[x]) if x in input.xs else := 1", True),
        ("f(x) := {data.known[x]} if x in input.xs else := 1", True),
        ("f(x) := data.known[x] if data.known[x] else := 1", False),
        ("f(x) := y if { x in input.xs; y := data.known[x] } else := 1", False),
        ("f(x) := 1 if x in input.xs else := data.known[x]", False),
    ],
)
def test_the_lint_sees_values_that_may_be_undefined(rule: str, unsafe: bool, tmp_path: Path, opa_binary: Path) -> None:
    module = tmp_path / "lint.rego"
    module.write_text(f"package lint\n\n{rule}\n")
    assert any(map(unchecked, chained(parsed(opa_binary, module)))) is unsafe


@pytest.mark.parametrize("module", NAMES)
def test_walks_with_a_pattern(module: str) -> None:
    # The embedded engine finds nothing with `[p, v] := walk(x)`.
    text = (REPOSITORY / "policies" / module).read_text()
    assert re.findall(r":= walk\(|\bimport rego\.v1\b", text) == []


@pytest.mark.parametrize("module", NAMES)
def test_rules_read_the_input_through_the_library(module: str) -> None:
    if module.startswith("policy/"):
        code = re.sub(r"^#.*", "", (REPOSITORY / "policies" / module).read_text(), flags=re.MULTILINE)
        assert re.findall(r"\binput\b|\bdata\.(?!lib\.)", code) == []


@pytest.mark.parametrize("module", NAMES)
def test_one_library_reads_what_is_given_besides_the_objects(module: str) -> None:
    # Exports bring another lib/given.rego; and a bare object must not choose its own environment or clock.
    if module.startswith("lib/") and module not in {"lib/given.rego", "lib/document.rego"}:
        code = re.sub(r"^#.*", "", (REPOSITORY / "policies" / module).read_text(), flags=re.MULTILINE)
        assert re.findall(r"\binput\b|\bdata\.(?!lib\.)", code) == []
