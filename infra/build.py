"""From settings and specs to every object of a stack."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from infra import addons, serving, tenancy
from infra.clouds import CLOUDS
from infra.errors import InputError, Problem
from infra.manifest import Component, Identity, identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.errors import Place
    from infra.settings import Settings
    from infra.spec_file import LoadedSpec


def build(settings: Settings, specs: Iterable[LoadedSpec]) -> list[Component]:
    """Return what the stack contains: its tenants, its add-ons and its models.

    Raises:
        InputError: If two components would render the same object, or an override of a spec can't be applied.
    """
    loaded = list(specs)
    components = [
        *tenancy.tenants(settings),
        *addons.components(settings, CLOUDS[settings.cloud]),
        *(_model(one, settings) for one in loaded),
    ]
    _refuse_twins(components, {one.spec.name: one for one in loaded})
    return components


def _model(loaded: LoadedSpec, settings: Settings) -> Component:
    try:
        return serving.model(loaded.spec, settings)
    except InputError as error:
        raise InputError(*(_located(problem, loaded) for problem in error.problems)) from None


def _located(problem: Problem, loaded: LoadedSpec) -> Problem:
    path = tuple(int(part) if part.isdigit() else part for part in problem.field.split("."))
    return dataclasses.replace(problem, place=loaded.place(path))


def _refuse_twins(components: list[Component], specs: dict[str, LoadedSpec]) -> None:
    owners: dict[Identity, Component] = {}
    problems = []
    for component in components:
        for key in map(identity, component.manifests):
            if key in owners:
                what = f"renders {key}, which {owners[key].file} renders too"
                problems.append(Problem(what, "rename one of the two", _place(component, specs)))
            owners.setdefault(key, component)
    if problems:
        raise InputError(*problems)


def _place(component: Component, specs: dict[str, LoadedSpec]) -> Place | str:
    return specs[component.name].place() if component.kind == "models" else component.file
