"""The repository's own models, stacks and rendered trees."""

from __future__ import annotations

from pathlib import Path

import yaml

from infra import project, stacks
from infra.rendering import files_of
from infra.settings import Settings
from tests.project import REPOSITORY


def test_the_rendered_trees_are_the_goldens() -> None:
    for stack in project.built(REPOSITORY, stacks.names(REPOSITORY)):
        tree = REPOSITORY / "rendered" / stack.settings.settings.stack
        expected = {file: rendered.text for file, rendered in files_of(stack).items()}
        on_disk = {path.relative_to(tree).as_posix(): path.read_text() for path in sorted(tree.rglob("*.yaml"))}
        assert on_disk == expected


def test_pulumi_s_own_schema_names_the_settings_that_must_be_there() -> None:
    """Its defaults are empty, which stands for a scope's file that holds no settings, and never for a setting."""
    schema = yaml.safe_load((REPOSITORY / "Pulumi.yaml").read_text())
    required = {field.alias for name, field in Settings.model_fields.items() if field.is_required() and name != "stack"}
    assert schema["name"] == "slipway"
    assert {key.removeprefix("slipway:") for key in schema["config"]} == required
    assert [key for key, entry in schema["config"].items() if entry["default"] not in ("", {})] == []


def test_nothing_names_a_machine_or_a_registry_of_packages() -> None:
    words = ("/wor" + "k/", "/roo" + "t/", "pypi.or" + "g", "proxy.golan" + "g")
    tracked = [path for path in REPOSITORY.rglob("*") if path.is_file() and not set(path.parts) & _SKIPPED]
    found = {
        path.relative_to(REPOSITORY).as_posix(): word
        for path in tracked
        for word in words
        if word in path.read_text(errors="replace")
    }
    assert found == {}


_SKIPPED = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


def test_the_documentation_names_every_field() -> None:
    pages = {Settings: Path("docs/stacks.md")}
    for contract, page in pages.items():
        text = (REPOSITORY / page).read_text()
        fields = {field.alias or "" for name, field in contract.model_fields.items() if name != "stack"}
        assert {field for field in fields if f"`slipway:{field}`" not in text} == set()
