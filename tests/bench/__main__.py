"""Prints times, memory and ratios as tables; each goal stands beside what was measured."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench import gate
from tests.bench.measure import Cost, median, run
from tests.bench.repository import REPOSITORY, create

_SLIPWAY = str(REPOSITORY / ".venv" / "bin" / "slipway")
_SIZES = (100, 1_000, 10_000)
_GATE_OBJECTS = 12_000
_GATE_MODELS = 1_250  # ten objects each
_RUNS = {50: 7, 100: 5, 1_000: 3, 10_000: 1}


@dataclass(frozen=True)
class _Goal:
    seconds: float | None = None
    mebibytes: float | None = None


def main() -> None:
    """Measure everything once, in a temporary folder."""
    console = Console(width=110)
    with tempfile.TemporaryDirectory(prefix="slipway-bench-") as folder:
        projects = {models: _project(Path(folder), models) for models in (50, *_SIZES)}
        floors = {models: _stages(projects[models]) for models in _SIZES}
        console.print(_commands(projects))
        console.print(_growth(projects, floors))
        console.print(_where_it_goes(floors[1_000]))
        console.print(_program(projects[100]))
        console.print(_gate(_project(Path(folder), _GATE_MODELS), Path(folder) / "gate"))


def _project(folder: Path, models: int) -> Path:
    (folder / str(models)).mkdir()
    return create(folder / str(models), models)


def _stages(project: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.stages", str(project)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    return {"objects": report["objects"], **report["seconds"]}


def _commands(projects: dict[int, Path]) -> Table:
    cases = (
        ("slipway --help", ["--help"], 50, _Goal(0.3)),
        ("slipway check, 50 models", ["check", "prod"], 50, _Goal(0.8)),
        ("slipway check, 1,000 models", ["check", "prod"], 1_000, _Goal(3.0)),
    )
    table = _table("Commands", "", "wall s", "goal", "peak MiB")
    for name, arguments, models, goal in cases:
        cost = median(_RUNS[models], lambda a=arguments, m=models: run([_SLIPWAY, *a], projects[m]))  # type: ignore[misc]
        table.add_row(name, f"{cost.seconds:.2f}", f"{goal.seconds}", f"{cost.mebibytes:.0f}")
    return table


def _growth(projects: dict[int, Path], floors: dict[int, dict[str, float]]) -> Table:
    goals = {1_000: _Goal(5.0, 400)}
    table = _table("slipway render with the gate, cold", "models", "objects", "wall s", "goal", "peak MiB", "goal")
    for heading in ("floor s", "to the floor", "to a tenth of it"):
        table.add_column(heading, justify="right")
    before: Cost | None = None
    for models in _SIZES:
        cost = median(_RUNS[models], lambda m=models: _render(projects[m]))  # type: ignore[misc]
        floor, goal = floors[models]["floor"], goals.get(models, _Goal())
        growth = f"x{cost.seconds / before.seconds:.1f} (goal x11)" if before else ""
        table.add_row(
            f"{models:,}",
            f"{floors[models]['objects']:,.0f}",
            f"{cost.seconds:.2f}",
            f"{goal.seconds or ''}",
            f"{cost.mebibytes:.0f}",
            f"{goal.mebibytes or ''}",
            f"{floor:.2f}",
            f"x{cost.seconds / floor:.2f}",
            growth,
        )
        before = cost
    return table


def _render(project: Path) -> Cost:
    shutil.rmtree(project / "rendered", ignore_errors=True)
    return run([_SLIPWAY, "render", "prod"], project)


def _where_it_goes(stages: dict[str, float]) -> Table:
    table = _table("Where the time goes, 1,000 models", "stage", "s", "share")
    ours = {name: seconds for name, seconds in stages.items() if name not in {"objects", "floor"}}
    total = sum(ours.values())
    for name, seconds in ours.items():
        table.add_row(name, f"{seconds:.2f}", f"{seconds / total:.0%}")
    table.add_row("all", f"{total:.2f}", "")
    table.add_row("floor: dump with libyaml, write", f"{stages['floor']:.2f}", "")
    return table


def _program(project: Path) -> Table:
    """Time the Pulumi program with an engine that answers at once, so that only our own time counts."""
    command = [sys.executable, "-m", "tests.bench.program", str(project)]
    seconds = json.loads(subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout)
    table = _table("The Pulumi program in a preview of 100 models, without the engine's own time", "step", "s", "goal")
    for step, spent in seconds.items():
        table.add_row(step, f"{spent:.2f}", "2.0" if step == "all" else "")
    return table


def _gate(project: Path, folder: Path) -> Table:
    """Time the embedded engine as a process, from its start to the verdict, and ``conftest test`` likewise."""
    _render(project)
    objects = gate.prepare(project, folder, _GATE_OBJECTS)
    ours, theirs = gate.embedded(folder), gate.conftest(folder)
    table = _table(f"{objects:,} objects through all rules", "engine", "wall s", "goal", "peak MiB", "goal", "ratio")
    table.add_row("embedded", f"{ours.seconds:.2f}", "3.0", f"{ours.mebibytes:.0f}", "400", "")
    ratio = f"x{theirs.seconds / ours.seconds:.1f} (goal x5)"
    table.add_row("conftest test --combine", f"{theirs.seconds:.2f}", "", f"{theirs.mebibytes:.0f}", "", ratio)
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right")
    return table


if __name__ == "__main__":
    main()
