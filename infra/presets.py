"""Presets: ``defaults/*.yaml``, conventions of a team or of a kind of hardware that specs are laid over."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra import yaml_load
from infra.errors import InputError, Place, Problem
from infra.secret_scan import secret_problems

if TYPE_CHECKING:
    from pathlib import Path

    from infra.yaml_load import Document

FOLDER = "defaults"
OF_A_SPEC = {
    "name": "every model has a name of its own",
    "version": "every model has a version of its own",
    "presets": "a preset is laid over nothing",
    "environments": "a preset is the same in every environment",
}
"""Fields that only a model's own file has, and why."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A file of ``defaults/`` as it was read."""

    file: str
    document: Document
    fields: dict[str, Any]


def load(root: Path) -> dict[str, Preset]:
    """Read every preset of the project, by name.

    Raises:
        InputError: With the problems of all files, if any can't be used.
    """
    found: dict[str, Preset] = {}
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.y*ml")):
        try:
            found[path.stem] = _read(path)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(*problems)
    return found


def _read(path: Path) -> Preset:
    file = f"{FOLDER}/{path.name}"
    document = yaml_load.load_one(yaml_load.read(path, shown=file), file)
    fix = "remove it here; a model's own file says it"
    problems = [
        Problem(why, fix, Place(file, document.line((field,))), field)
        for field, why in OF_A_SPEC.items()
        if field in document.value
    ]
    problems += secret_problems(document, file)
    if problems:
        raise InputError(*problems)
    return Preset(file, document, document.value)


def chosen(document: Document, file: str, known: dict[str, Preset]) -> tuple[Preset, ...]:
    """Return the presets that a spec lists, the weakest first; what isn't a list of names is left to validation.

    Raises:
        InputError: If there is no such preset.
    """
    listed = document.value.get("presets")
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    problems = [
        Problem(
            f"there is no preset {name!r}",
            _hint(name, known),
            Place(file, document.line(("presets", index))),
            "presets",
        )
        for index, name in enumerate(names)
        if name not in known
    ]
    if problems:
        raise InputError(*problems)
    return tuple(known[name] for name in names)


def _hint(name: str, known: dict[str, Preset]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return f"known are {', '.join(known)}" if known else f"write {FOLDER}/{name}.yaml"
