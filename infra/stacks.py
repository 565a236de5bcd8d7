"""The stacks of a project: one ``Pulumi.<stack>.yaml`` each, read into Settings."""

from __future__ import annotations

import dataclasses
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra import yaml_load
from infra.errors import InputError, Place, Problem
from infra.settings import Settings
from infra.validation import FieldPath, validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from infra.yaml_load import Document

_PREFIX = "slipway:"


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Validated settings that remember where they were written."""

    settings: Settings
    file: str
    document: Document

    def place(self, path: FieldPath) -> Place:
        """Return where a setting was written."""
        return _place(self.file, self.document, path)

    def located(self, problem: Problem) -> Problem:
        """Return a problem with a setting as the file's reader knows it: with its key and its line."""
        if problem.place is not None or not problem.field:
            return problem
        place = self.place(tuple(problem.field.split(".")))
        return dataclasses.replace(problem, place=place, field=_PREFIX + problem.field)


def names(root: Path) -> list[str]:
    """Return the names of the project's stacks; ``prod.models`` is a scope of ``prod``, not a stack."""
    return sorted(name for file in root.glob("Pulumi.*.yaml") if (name := name_of(file.name)))


def name_of(file: str) -> str | None:
    """Return the name of the stack whose settings the file holds, if it does."""
    name = file.removeprefix("Pulumi.").removesuffix(".yaml")
    return name if name and file == f"Pulumi.{name}.yaml" and not {".", "/"} & set(name) else None


def load(root: Path, stack: str) -> LoadedSettings:
    """Read a stack's settings.

    Raises:
        InputError: If there is no such stack, or its file can't be used.
    """
    known = names(root)
    if stack not in known:
        close = difflib.get_close_matches(stack, known, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known) or 'none'}"
        raise InputError(Problem(f"no stack is called {stack!r}", hint, f"Pulumi.{stack}.yaml"))
    return loaded(stack, yaml_load.read(root / f"Pulumi.{stack}.yaml", shown=f"Pulumi.{stack}.yaml"))


def loaded(stack: str, text: str) -> LoadedSettings:
    """Return a stack's settings from the text of its file.

    Raises:
        InputError: If they can't be used.
    """
    file = f"Pulumi.{stack}.yaml"
    document = yaml_load.load_one(text, file)
    return LoadedSettings(_settings(stack, document, file), file, document)


def _settings(stack: str, document: Document, file: str) -> Settings:
    def place(path: FieldPath) -> Place:
        return _place(file, document, path)

    content: dict[str, Any] = document.value
    if "environment" in content:
        where = Place(file, document.line(("environment",)))
        raise InputError(
            Problem("settings can't come from a Pulumi environment", "write them here", where, "environment")
        )
    config = content.get("config")
    if not isinstance(config, dict):
        raise InputError(Problem("no settings", "add config: with slipway:… keys", Place(file, 1), "config"))
    ours = {key.removeprefix(_PREFIX): value for key, value in config.items() if key.startswith(_PREFIX)}
    _refuse_secure(ours, place)
    return validate(Settings, {**ours, "stack": stack}, place, _PREFIX)


def _place(file: str, document: Document, path: FieldPath) -> Place:
    inner = ("config", f"{_PREFIX}{path[0]}", *path[1:]) if path else ("config",)
    return Place(file, document.line(inner))


def _refuse_secure(config: dict[str, Any], place: Callable[[FieldPath], Place]) -> None:
    for key, value in config.items():
        if isinstance(value, dict) and set(value) == {"secure"}:
            fix = "write the value in clear, or name a Secret of the cluster"
            raise InputError(Problem("rendering can't read an encrypted value", fix, place((key,)), f"{_PREFIX}{key}"))
