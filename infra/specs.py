"""The models of a project: ``models/*.yaml``, with each stack's overlay laid over the spec before it is validated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from infra import fit, presets, yaml_load
from infra.errors import InputError, Place, Problem
from infra.overlay import OF_VARIANTS, SPEC
from infra.secret_scan import secret_problems
from infra.spec_file import OVERLAYS, LoadedSpec, SpecFile
from infra.validation import validate
from models.derived import variant_fields
from models.spec import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from infra.presets import Preset
    from infra.settings import Settings
    from infra.yaml_load import Document


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
    defaults = presets.load(root)
    for path in sorted((root / "models").glob("*.y*ml")):
        try:
            found.append(_read(path, names, defaults))
        except InputError as error:
            problems.extend(error.problems)
    problems.extend(_duplicates(found))
    if problems:
        raise InputError(*problems)
    return found


def _read(path: Path, known: frozenset[str], defaults: dict[str, Preset]) -> SpecFile:
    file = f"models/{path.name}"
    document = yaml_load.load_one(yaml_load.read(path, shown=file), file)
    base = dict(document.value)
    overlays = base.pop(OVERLAYS, None) or {}
    problems = [*secret_problems(document, file), *_unknown_overlays(document, file, overlays, known)]
    if problems:
        raise InputError(*problems)
    below = presets.chosen(document, file, defaults)
    return SpecFile(file, document, base, {name: overlay or {} for name, overlay in overlays.items()}, below)


def _unknown_overlays(document: Document, file: str, overlays: object, known: frozenset[str]) -> list[Problem]:
    if not isinstance(overlays, dict):
        place = Place(file, document.line((OVERLAYS,)))
        return [Problem("not a mapping", "write the name of an environment, then its fields", place, OVERLAYS)]
    return [
        Problem(
            f"no stack has the name or environment {name!r}" if name not in known else "not a mapping",
            f"known are {', '.join(sorted(known))}" if name not in known else "write the fields that differ below it",
            Place(file, document.line((OVERLAYS, name))),
            f"{OVERLAYS}.{name}",
        )
        for name, overlay in overlays.items()
        if name not in known or not isinstance(overlay, dict | None)
    ] + [
        Problem(
            "a spec has the same presets in every environment",
            "list them at the top of the spec, and write here what differs",
            Place(file, document.line((OVERLAYS, name, "presets"))),
            f"{OVERLAYS}.{name}.presets",
        )
        for name, overlay in overlays.items()
        if isinstance(overlay, dict) and "presets" in overlay
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
    spec = validate(ModelSpec, file.laid(layers), partial(file.place, layers=layers))
    loaded = LoadedSpec(spec, file, layers)
    variants = {name: _variant(loaded, name) for name in spec.rollout.variants}
    problems = fit.problems(spec, variants, settings, loaded.place)
    if problems:
        raise InputError(*problems)
    return loaded


def _variant(loaded: LoadedSpec, name: str) -> ModelSpec:
    prefix = ".".join((*OF_VARIANTS, name, SPEC, ""))
    return validate(ModelSpec, variant_fields(loaded.spec, name), partial(loaded.place, variant=name), prefix)
