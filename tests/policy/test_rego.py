from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path


def opa(binary: Path, *arguments: str) -> str:
    done = subprocess.run([binary, *arguments, "policies"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_file_is_formatted(opa_binary: Path) -> None:
    assert opa(opa_binary, "fmt", "--list", "--fail") == ""


def test_every_file_compiles_strictly(opa_binary: Path) -> None:
    opa(opa_binary, "check", "--strict")


def test_every_case_of_every_rule_holds(opa_binary: Path) -> None:
    opa(opa_binary, "test", "--timeout", "60s")


def test_every_line_is_covered(opa_binary: Path) -> None:
    # The rounded percentage of `--threshold` would let single lines through.
    files: dict[str, dict[str, Any]] = json.loads(opa(opa_binary, "test", "--coverage", "--timeout", "60s"))["files"]
    assert {file: report["not_covered"] for file, report in files.items() if report.get("not_covered")} == {}
    assert set(files) == {path.relative_to(REPOSITORY).as_posix() for path in rego_files()}


def test_every_rule_has_a_test_beside_it() -> None:
    rules = [path for path in rego_files() if path.is_relative_to(REPOSITORY / "policies" / "policy")]
    stems = {path.with_suffix("") for path in rules}
    assert {stem for stem in stems if not stem.name.endswith("_test")} == {
        stem.with_name(stem.name.removesuffix("_test")) for stem in stems if stem.name.endswith("_test")
    }


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {path.name for path in rego_files() if len(path.read_text().splitlines()) > 200}
    assert long == set()


def rego_files() -> list[Path]:
    return sorted((REPOSITORY / "policies").rglob("*.rego"))
