"""The models of a project: ``models/*.yaml``, with each stack's overlay laid over the spec before it is validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra import fit, yaml_load
from infra.errors import InputError, Place, Problem
from infra.secret_scan import secrets_in
from infra.validation import FieldPath, validate
from models.base import merged
from models.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from infra.settings import Settings
    from infra.yaml_load import Document

_OVERLAYS = "environments"


@dataclass(frozen=True, slots=True)
class SpecFile:
    """A model's file as it was read: the spec below, and the overlays by environment or stack."""

    file: str
    document: Document
    base: dict[str, Any]
    overlays: dict[str, dict[str, Any]]

    def place(self, path: FieldPath = (), layers: tuple[str, ...] = ()) -> Place:
        """Return where a field was set: in the first of the overlays ``layers`` that sets it, else in the spec."""
        lines = self.document.lines
        for layer in layers:
            if (_OVERLAYS, layer, *path) in lines:
                return Place(self.file, lines[_OVERLAYS, layer, *path])
        return Place(self.file, self.document.line(path))


@dataclass(frozen=True, slots=True)
class LoadedSpec:
    """A validated spec that remembers where its fields were written."""

    spec: ModelSpec
    source: SpecFile
    layers: tuple[str, ...]
    """Overlays that apply, the strongest first."""

    def place(self, path: FieldPath = ()) -> Place:
        """Return where a field was set for this stack."""
        return self.source.place(path, self.layers)


def load(root: Path, known: Iterable[str]) -> list[SpecFile]:
    """Read every spec of the project, in the order of their files' names.

    Args:
        root: The project's folder.
        known: Names that overlays may have: the environments, and the project's stacks.

    Raises:
        InputError: With the problems of all files, if any can't be used.
    """
    found: list[SpecFile] = []
    problems: list[Problem] = []
    names = frozenset(known)
    for path in sorted((root / "models").glob("*.y*ml")):
        try:
            found.append(_read(path, names))
        except InputError as error:
            problems.extend(error.problems)
    problems.extend(_duplicates(found))
    if problems:
        raise InputError(*problems)
    return found


def _read(path: Path, known: frozenset[str]) -> SpecFile:
    file = f"models/{path.name}"
    document = yaml_load.load_one(yaml_load.read(path, shown=file), file)
    base = dict(document.value)
    overlays = base.pop(_OVERLAYS, None) or {}
    problems = [*_secrets(document, file), *_unknown_overlays(document, file, overlays, known)]
    if problems:
        raise InputError(*problems)
    return SpecFile(file, document, base, {name: overlay or {} for name, overlay in overlays.items()})


def _secrets(document: Document, file: str) -> list[Problem]:
    fix = "revoke it, put the new one in a Secret, and refer to it: {secret: NAME, key: KEY}"
    return [
        Problem("a secret's value is written here", fix, Place(file, document.line(path)), ".".join(map(str, path)))
        for path in secrets_in(document.value)
    ]


def _unknown_overlays(document: Document, file: str, overlays: object, known: frozenset[str]) -> list[Problem]:
    if not isinstance(overlays, dict):
        place = Place(file, document.line((_OVERLAYS,)))
        return [Problem("not a mapping", "write the name of an environment, then its fields", place, _OVERLAYS)]
    return [
        Problem(
            f"no stack has the name or environment {name!r}" if name not in known else "not a mapping",
            f"known are {', '.join(sorted(known))}" if name not in known else "write the fields that differ below it",
            Place(file, document.line((_OVERLAYS, name))),
            f"{_OVERLAYS}.{name}",
        )
        for name, overlay in overlays.items()
        if name not in known or not isinstance(overlay, dict | None)
    ]


def _duplicates(files: list[SpecFile]) -> list[Problem]:
    first: dict[str, SpecFile] = {}
    problems = []
    for file in files:
        name = file.base.get("name")
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, file)
        if other is not file:
            place = Place(file.file, file.document.line(("name",)))
            problems.append(Problem(f"{name!r} is the name of {other.file} too", "choose another name", place, "name"))
    return problems


def resolve(files: Iterable[SpecFile], settings: Settings) -> list[LoadedSpec]:
    """Lay each spec's overlays for the stack over it, and validate the result.

    Raises:
        InputError: With the problems of all specs, if any is wrong.
    """
    found: list[LoadedSpec] = []
    problems: list[Problem] = []
    for file in files:
        try:
            found.append(_resolved(file, settings))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(*problems)
    return found


def _resolved(file: SpecFile, settings: Settings) -> LoadedSpec:
    layers = tuple(name for name in (settings.stack, settings.environment) if name in file.overlays)
    data = file.base
    for name in reversed(layers):
        data = merged(data, file.overlays[name])

    spec = validate(ModelSpec, data, lambda path: file.place(path, layers))
    loaded = LoadedSpec(spec, file, layers)
    problems = fit.problems(loaded.spec, settings, loaded.place)
    if problems:
        raise InputError(*problems)
    return loaded
