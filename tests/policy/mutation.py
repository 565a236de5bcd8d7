"""Runs the mutants of the rules: `python -m tests.policy.mutation [MODULE…]`, where a module may be a part of a path.

A mutant is run by the embedded engine, with the module's own tests first and all that use it if those are content, and
then by OPA: the two differ where something is undefined or much is replaced. One that is no policy any more, because a
variable is left without a value, doesn't count.
"""

from __future__ import annotations

import concurrent.futures
import functools
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regorus
import yaml

from tests import go_tools
from tests.policy.mutant import POLICIES, Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

EQUIVALENT = Path(__file__).parent / "equivalent_mutants.yaml"


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
        for path in _needed(tests):
            engine.add_policy(path, text if path == module else _texts()[path])
        engine.add_data_json(_data())
        engine.set_input_json("{}")
    except RuntimeError:
        return None
    return [_said_by(engine, f"data.{tests}.{name}") for name in _tests(tests)]


@functools.cache
def _needed(tests: str) -> list[str]:
    """Return the modules that a package of tests runs with: all but the tests of others."""
    (own,) = (path for path, text in _texts().items() if path.endswith("_test.rego") and _package(text) == tests)
    return [path for path in _texts() if not path.endswith("_test.rego") or path == own or path in _imports(own)]


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


def survives(opa: Path, mutant: Mutant) -> bool:
    """Whether no test notices the mutant."""
    text = mutant.apply(_texts()[mutant.module])
    packages = _packages(mutant.module)
    if any(outcome(mutant.module, text, tests) != expected(tests) for tests in packages):
        return False
    return holds(opa, mutant.module, text, packages)


def holds(opa: Path, module: str, text: str, packages: list[str]) -> bool:
    """Whether OPA finds that the tests of packages hold where a module has another text."""
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "policies"
        shutil.copytree(POLICIES, changed)
        (changed / module).write_text(text, encoding="utf-8")
        pattern = "|".join(rf"^data\.{re.escape(tests)}\." for tests in packages)
        command: list[str | Path] = [opa, "test", "--timeout", "60s", "--run", pattern, changed]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def survivors(
    opa: Path, chosen: Iterable[Mutant], processes: int = 2, progress: Callable[[Mutant], None] | None = None
) -> list[Mutant]:
    """Return the mutants that no test notices."""
    every = list(chosen)
    found = []
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        judged = pool.map(functools.partial(survives, opa), every, chunksize=4)
        for mutant, alive in zip(every, judged, strict=True):
            if alive:
                found.append(mutant)
                if progress:
                    progress(mutant)
    return found


def equivalents() -> dict[str, str]:
    """Return the mutants that nobody could notice, each with its reason."""
    known: dict[str, str] = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8"))
    return known


def main(modules: Sequence[str]) -> int:
    """Run the mutants of the modules; name the survivors that have no reason, and the reasons that have no survivor."""
    opa = go_tools.binary("opa")
    chosen = [mutant for mutant in mutants(opa) if mutant.module.startswith(tuple(modules) or "")]
    excused = set(equivalents()) & {mutant.name for mutant in chosen}

    def report(mutant: Mutant) -> None:
        if mutant.name not in excused:
            print(f"survived, line {mutant.row}: {mutant.name}", flush=True)  # noqa: T201 - a command's result

    alive = {mutant.name for mutant in survivors(opa, chosen, progress=report)}
    for name in sorted(excused - alive):
        print(f"is noticed after all: {name}")  # noqa: T201 - a command's result
    print(f"{len(chosen)} mutants, {len(alive)} survivors")  # noqa: T201 - a command's result
    return int(alive != excused)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
