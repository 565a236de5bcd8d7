"""Mutants of the rules: each condition deleted, and each negated; some test beside the rules must notice.

A mutant is run by the embedded engine, with the module's own tests first and all tests if those are content. One that
is no policy any more, because a variable is left without a value, doesn't count.
"""

from __future__ import annotations

import base64
import concurrent.futures
import functools
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regorus
import yaml

from tests import go_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

POLICIES = Path(__file__).parent.parent.parent / "policies"
EQUIVALENT = Path(__file__).parent / "equivalent_mutants.yaml"


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


@functools.cache
def _texts() -> dict[str, str]:
    return {
        path.relative_to(POLICIES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(POLICIES.rglob("*.rego"))
    }


@functools.cache
def _data() -> str:
    return json.dumps(
        {name: yaml.safe_load((POLICIES / name / "data.yaml").read_text()) for name in ("config", "waivers")}
    )


def _package(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("package ")).removeprefix("package ")


def outcome(module: str, text: str, tests: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the tests of a package say where a module has another text; None if they can't be run."""
    engine = regorus.Engine()
    try:
        for path, original in _texts().items():
            if not path.endswith("_test.rego") or path == "lib/sample_test.rego" or _package(original) == tests:
                engine.add_policy(path, text if path == module else original)
        engine.add_data_json(_data())
        engine.set_input_json("{}")
    except RuntimeError:
        return None
    return [_said_by(engine, f"data.{tests}.{name}") for name in _tests(tests)]


def _said_by(engine: regorus.Engine, test: str) -> str | None:
    try:
        value: str = engine.eval_rule_as_json(test)
    except RuntimeError:
        return None
    return value


@functools.cache
def _tests(package: str) -> list[str]:
    (text,) = (text for path, text in _texts().items() if path.endswith("_test.rego") and _package(text) == package)
    return sorted(set(re.findall(r"^test_\w+", text, re.MULTILINE)))


@functools.cache
def _imports(path: str) -> frozenset[str]:
    """Return the modules of this folder that a module imports, and what those import."""
    named = re.findall(r"^import data\.([\w.]+)", _texts()[path], re.MULTILINE)
    direct = {other for other in _texts() if _package(_texts()[other]) in named}
    return frozenset(direct.union(*(_imports(other) for other in direct)))


@functools.cache
def _packages(module: str) -> list[str]:
    """Return the packages of tests that may notice a mutant of the module: the nearest first, the whole suite last."""
    tests = [path for path in _texts() if path.endswith("_test.rego") and path != "main_test.rego"]
    near = sorted((len(_imports(path)), path) for path in tests if module in _imports(path))
    return [_package(_texts()[path]) for path in [*(path for _, path in near), "main_test.rego"]]


@functools.cache
def expected(tests: str) -> Any:  # noqa: ANN401 - JSON
    """Return what the tests of a package say of the rules as they are."""
    return outcome("", "", tests)


def survives(mutant: Mutant) -> bool:
    """Whether no test notices the mutant."""
    text = mutant.apply(_texts()[mutant.module])
    return all(outcome(mutant.module, text, tests) == expected(tests) for tests in _packages(mutant.module))


def survivors(
    chosen: Iterable[Mutant], processes: int = 2, progress: Callable[[Mutant], None] | None = None
) -> list[Mutant]:
    """Return the mutants that no test notices."""
    every = list(chosen)
    found = []
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        for mutant, alive in zip(every, pool.map(survives, every, chunksize=4), strict=True):
            if alive:
                found.append(mutant)
                if progress:
                    progress(mutant)
    return found


def equivalents() -> dict[str, str]:
    """Return the mutants that no test notices and that are known, each with its reason."""
    known: dict[str, dict[str, str]] = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8"))
    return {**known["equivalent"], **known["open"]}


def main() -> int:
    """Run all mutants and name the survivors that have no reason, and the reasons that have no survivor."""
    every = mutants(go_tools.binary("opa"))
    excused = equivalents()

    def report(mutant: Mutant) -> None:
        if mutant.name not in excused:
            print(f"survived, line {mutant.row}: {mutant.name}", flush=True)  # noqa: T201 - a command's result

    alive = {mutant.name for mutant in survivors(every, progress=report)}
    for name in sorted(set(excused) - alive):
        print(f"is noticed after all: {name}")  # noqa: T201 - a command's result
    print(f"{len(every)} mutants, {len(alive)} survivors")  # noqa: T201 - a command's result
    return int(alive != set(excused))


if __name__ == "__main__":
    sys.exit(main())
