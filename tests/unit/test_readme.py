"""What the README shows is what happens: its commands are run, and their output is compared.

``SLIPWAY_REGENERATE=1`` writes the output into the README instead; never in CI.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml

from models.spec import ModelSpec
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.project import Project

README = REPOSITORY / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def test_the_first_example_is_a_whole_spec_of_ten_lines() -> None:
    text = README.read_text().split("```yaml\n")[1].split("```")[0]
    assert len(text.splitlines()) == 10
    assert ModelSpec.model_validate(yaml.safe_load(text)).name == "iris"
    assert text in (REPOSITORY / "models/iris.yaml").read_text()


def test_the_commands_print_what_the_readme_shows(project: Project) -> None:
    shutil.copytree(REPOSITORY / "models", project.root / "models", dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "rendered", project.root / "rendered")
    for stack in REPOSITORY.glob("Pulumi.*.yaml"):
        shutil.copy(stack, project.root)
    text = README.read_text()
    shown = BLOCK.sub(lambda block: f"```console\n{_run(block[1], project)}```", text)
    if os.environ.get("SLIPWAY_REGENERATE") and not os.environ.get("CI"):
        README.write_text(shown)
        pytest.skip("the README was written anew")
    assert shown == text


def _run(block: str, project: Project) -> str:
    """Return the block's commands with what they print now; `make` is what the other commands are part of."""
    shown = []
    for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
        shown.append(f"$ {command}\n")
        if command.startswith("slipway "):
            ran = project.slipway(*command.split()[1:], "--at", "2026-11-21")
            shown.append(ran.out + ran.err)
        elif not command.startswith("make "):
            subprocess.run(["bash", "-c", command], cwd=project.root, check=True)
    return "".join(shown)


def test_every_linked_file_exists() -> None:
    for page in (README, *sorted((REPOSITORY / "docs").rglob("*.md"))):
        links = re.findall(r"\]\(([^)#]+)\)", page.read_text())
        assert [link for link in links if not _target(page, link).exists()] == []


def _target(page: Path, link: str) -> Path:
    return page.parent / link
