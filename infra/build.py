"""From settings and specs to every object of a stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import addons, serving, tenancy
from infra.clouds import CLOUDS
from infra.errors import InputError, Problem
from infra.manifest import Component, Identity, identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.settings import Settings
    from infra.specs import LoadedSpec


def build(settings: Settings, specs: Iterable[LoadedSpec]) -> list[Component]:
    """Return what the stack contains: its tenants, its add-ons and its models.

    Raises:
        InputError: If two components would render the same object.
    """
    loaded = list(specs)
    components = [
        *tenancy.tenants(settings),
        *addons.components(settings, CLOUDS[settings.cloud]),
        *(serving.model(one.spec, settings) for one in loaded),
    ]
    _refuse_twins(components, loaded)
    return components


def _refuse_twins(components: list[Component], specs: list[LoadedSpec]) -> None:
    places = {one.spec.name: one.place() for one in specs}
    owners: dict[Identity, Component] = {}
    problems = []
    for component in components:
        for manifest in component.manifests:
            first = owners.setdefault(identity(manifest), component)
            if first is not component:
                what = f"renders {identity(manifest)}, which {first.file} renders too"
                problems.append(Problem(what, "rename one of the two", places.get(component.name, component.file)))
    if problems:
        raise InputError(*problems)
