"""A model's variants: each a workload of its own, behind one address that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import labels
from infra.serving.service import services
from infra.serving.target import target
from models.derived import variant_spec
from models.rollout import Recreate, Rolling

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.serving.target import Target


def targets(model: Target) -> dict[str, Target]:
    """Return each variant as the builders take it; nothing for a model without variants."""
    variants = model.spec.rollout.variants
    return {
        name: target(variant_spec(model.spec, name), model.settings, "" if variant.in_place else name)
        for name, variant in variants.items()
    }


def addresses(model: Target) -> list[Manifest]:
    """Return the Service that callers inside the cluster know, and for the route one on each variant's pods."""
    rollout = model.spec.rollout
    if isinstance(rollout, Rolling | Recreate):
        return services(model)
    each = targets(model)
    names = {name: labels.variant_name(model.name, name) for name in each}
    known = services(model, selector=each[rollout.stable].selector())
    return [*known, *(found for name, one in each.items() for found in services(one, names[name]))]
