"""A spec's overrides, merged into the rendered objects: the last resort, and marked as such."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from infra.errors import InputError, Problem
from infra.patch import changed, patched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.manifest import Manifest
    from models.overrides import Override

OVERRIDDEN = "slipway.dev/overridden"
"""Annotation that names what an override has changed in an object, as JSON pointers."""


def applied(manifests: list[Manifest], overrides: Sequence[Override]) -> list[Manifest]:
    """Return the objects as the overrides leave them.

    Raises:
        InputError: If an override names no object of the model, or changes nothing.
    """
    result = copy.deepcopy(manifests) if overrides else manifests
    for index, override in enumerate(overrides):
        position = _position(result, override, f"overrides.{index}")
        result[position] = _overridden(result[position], override, f"overrides.{index}")
    return result


def _position(manifests: list[Manifest], override: Override, field: str) -> int:
    known = [(manifest["kind"], manifest["metadata"]["name"]) for manifest in manifests]
    if (override.kind, override.name) in known:
        return known.index((override.kind, override.name))
    names = [name for kind, name in known if kind == override.kind]
    kinds = ", ".join(sorted({kind for kind, _ in known}))
    what = f"no {override.kind} {override.name} is rendered for this model on this stack"
    fix = f"its {override.kind} is {' or '.join(names)}" if names else f"it has {kinds}"
    raise InputError(Problem(what, fix, field=f"{field}.name"))


def _overridden(manifest: Manifest, override: Override, field: str) -> Manifest:
    result: Manifest = patched(manifest, override.patch)
    pointers = changed(manifest, result)
    if not pointers:
        raise InputError(Problem("the object is like that already", "remove the override", field=f"{field}.patch"))
    annotations = result["metadata"].setdefault("annotations", {})
    before = annotations.get(OVERRIDDEN, "").split()
    annotations[OVERRIDDEN] = " ".join(sorted({*before, *pointers}))
    return result
