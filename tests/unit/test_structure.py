"""The rules that keep the shape: who may import whom, and how large things may grow."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = sorted(
    path
    for folder in ("app", "infra", "models", "tests")
    for path in (REPOSITORY / folder).rglob("*.py")
    if not {"__pycache__", ".venv"} & set(path.parts)
)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def _name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _under(imports: set[str], *packages: str) -> set[str]:
    return {name for name in imports for package in packages if name == package or name.startswith(f"{package}.")}


FORBIDDEN = {
    "models knows nothing of infra": ("models/", ("infra", "yaml", "rich", "typer")),
    "infra never imports tests": ("infra/", ("tests",)),
    "the app knows nothing of the generator": ("app/", ("infra", "models", "tests", "typer", "rich")),
    "the downloader serves nothing": ("app/fetch/", ("app.server", "fastapi", "numpy", "onnxruntime")),
    "the server fetches nothing": ("app/server/", ("app.fetch", "botocore", "urllib3")),
    "builders read no files": ("infra/serving/", ("pathlib", "os", "yaml", "infra.stacks", "infra.specs")),
    "runtimes read no files": ("infra/runtimes/", ("pathlib", "os", "yaml", "infra.stacks", "infra.specs")),
    "add-ons read no files": ("infra/addons/", ("pathlib", "os", "yaml", "infra.stacks", "infra.specs")),
    "clouds are data": ("infra/clouds/", ("pathlib", "os", "infra.serving", "infra.addons", "infra.tenancy")),
    "the Pulumi program is no command": ("infra/deploy/", ("infra.cli", "typer", "rich")),
    "what both doors judge with knows neither": ("infra/court.py", ("infra.cli", "infra.deploy", "typer", "rich")),
    "a stack's verdict knows no door": ("infra/stack_verdict.py", ("infra.cli", "infra.deploy", "typer", "rich")),
    "policy knows no tree": ("infra/policy/", ("infra.tree", "infra.ledger", "infra.build", "infra.serving")),
    "the tree knows no policy": ("infra/tree.py", ("infra.policy", "infra.build")),
    "only the command line reads the clock": ("infra/policy/", ("time", "datetime.datetime")),
}


def test_only_the_second_door_imports_pulumi() -> None:
    """Importing it costs what a pull request's gate must not pay."""
    importers = {
        _name(path)
        for path in SOURCES
        if "tests" not in path.parts and _under(_imports(path), "pulumi", "pulumi_kubernetes")
    }
    assert {name for name in importers if not name.startswith("infra/deploy/")} == set()


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_imports_keep_the_shape(rule: str) -> None:
    prefix, packages = FORBIDDEN[rule]
    inside = [path for path in SOURCES if _name(path).startswith(prefix)]
    assert inside
    assert {_name(path): found for path in inside if (found := _under(_imports(path), *packages))} == {}


def test_modules_are_small() -> None:
    lines = {_name(path): len(path.read_text().splitlines()) for path in SOURCES if "tests" not in path.parts}
    assert {name: count for name, count in lines.items() if count > 200} == {}


def _lines(node: ast.expr | ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def _size(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its largest literal: an expected object is data, however long."""
    literals = [node for node in ast.walk(function) if isinstance(node, ast.Dict | ast.List | ast.Tuple | ast.Constant)]
    return _lines(function) - max(map(_lines, literals), default=1) + 1


def test_functions_are_small() -> None:
    sizes = {
        f"{_name(path)}:{node.name}": _size(node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, FUNCTION)
    }
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert sorted(sizes.values())[len(sizes) // 2] <= 10


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base_utils"}
    assert [_name(path) for path in SOURCES if path.stem in drawers] == []
