"""What the mutants of the rules are: each condition deleted, and each negated."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICIES = Path(__file__).parent.parent.parent / "policies"


@dataclass(frozen=True, order=True)
class Mutant:
    """One condition of one module, and what stands in its place."""

    module: str
    row: int
    column: int
    condition: str
    replacement: str

    @property
    def name(self) -> str:
        """How the list of equivalent mutants calls it: no line numbers, so that edits elsewhere leave it valid."""
        return f"{self.module}: {' '.join(self.condition.split())} -> {' '.join(self.replacement.split())}"

    def start(self, text: str) -> int:
        """Return where in the module the condition begins."""
        return sum(len(line) + 1 for line in text.split("\n")[: self.row - 1]) + self.column - 1

    def fits(self, text: str) -> bool:
        """Whether it is there; the body that the parser gives a rule without one is not."""
        return text.startswith(self.condition, self.start(text))

    def apply(self, text: str) -> str:
        """Return the module with the condition replaced."""
        start = self.start(text)
        return text[:start] + self.replacement + text[start + len(self.condition) :]


def mutants(opa: Path) -> list[Mutant]:
    """Return every mutant of every module that is no test."""
    found: set[Mutant] = set()
    for path in sorted(POLICIES.rglob("*.rego")):
        if not path.name.endswith("_test.rego"):
            name = path.relative_to(POLICIES).as_posix()
            found.update(_of_tree(name, path.read_text(encoding="utf-8"), _parsed(opa, path)))
    return sorted(found)


def _parsed(opa: Path, path: Path) -> Any:  # noqa: ANN401 - JSON
    command: list[str | Path] = [opa, "parse", "--format", "json", "--json-include", "locations", path]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def _of_tree(module: str, text: str, tree: Any) -> Iterator[Mutant]:  # noqa: ANN401 - JSON
    for condition in _conditions(tree):
        place = condition["location"]
        written = base64.b64decode(place["text"]).decode()
        # `true` is the body of a rule that has none.
        if written == "true" or not _binds_nothing(condition):
            continue
        inverse = written.removeprefix("not ") if condition.get("negated") else f"not {written}"
        for replacement in ("true", inverse):
            mutant = Mutant(module, place["row"], place["col"], written, replacement)
            if mutant.fits(text):
                yield mutant


def _conditions(tree: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield the expressions of every body: of rules, of comprehensions and of `every`."""
    if isinstance(tree, dict):
        if "terms" in tree and "index" in tree:
            yield tree
        # A rule without a body gets one from the parser, where its value stands.
        generated = _place(tree["head"].get("value")) if "head" in tree else None
        for name, branch in tree.items():
            if not (name == "body" and generated and generated == _place(branch[0])):
                yield from _conditions(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _conditions(branch)


def _place(node: Any) -> Any:  # noqa: ANN401 - JSON
    place = (node or {}).get("location")
    return place and (place["row"], place["col"])


def _binds_nothing(condition: dict[str, Any]) -> bool:
    """Whether an expression only decides: `some` and `:=` also give values that others need."""
    terms = condition["terms"]
    if isinstance(terms, dict):
        return "symbols" not in terms
    operator = terms[0]["value"]
    return not (isinstance(operator, list) and operator[0]["value"] in {"assign", "walk"})
