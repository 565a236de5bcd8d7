"""A project on disk: where it starts, what it contains, and its stacks built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra import specs, stacks
from infra.build import build
from infra.errors import InputError, Problem
from infra.settings import ENVIRONMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from infra.manifest import Component
    from infra.spec_file import LoadedSpec
    from infra.stacks import LoadedSettings


@dataclass(frozen=True, slots=True)
class BuiltStack:
    """A stack with everything it contains."""

    settings: LoadedSettings
    specs: dict[str, LoadedSpec]
    components: tuple[Component, ...]


def root_above(folder: Path) -> Path:
    """Return the nearest folder with a ``Pulumi.yaml``, from ``folder`` upwards.

    Raises:
        InputError: If there is none.
    """
    for candidate in (folder, *folder.parents):
        if (candidate / "Pulumi.yaml").is_file():
            return candidate
    raise InputError(Problem("no Pulumi.yaml here or above", "run slipway inside a project, or give --project FOLDER"))


def built(root: Path, names: Iterable[str]) -> list[BuiltStack]:
    """Read the project and build the stacks.

    Raises:
        InputError: If a stack is unknown, or settings or a spec can't be used.
    """
    every = {name: stacks.load(root, name) for name in stacks.names(root)}
    wanted = [every[name] if name in every else stacks.load(root, name) for name in names]
    files = specs.load(root, {*every, *ENVIRONMENTS})
    return [_stack(settings, specs.resolve(files, settings.settings)) for settings in wanted]


def _stack(loaded: LoadedSettings, models: list[LoadedSpec]) -> BuiltStack:
    try:
        components = build(loaded.settings, models)
    except InputError as error:
        raise InputError(*map(loaded.located, error.problems)) from None
    return BuiltStack(loaded, {one.spec.name: one for one in models}, tuple(components))
