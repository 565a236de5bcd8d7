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


def targets(model: Target) -> list[Target]:
    """Return each variant as the builders take it; nothing for a model without variants."""
    settings = model.settings
    return [target(variant_spec(model.spec, name), settings, name) for name in model.spec.rollout.variants]


def front(model: Target) -> list[Manifest]:
    """Return the Service that callers inside the cluster know, on the pods of the stable variant."""
    rollout = model.spec.rollout
    if isinstance(rollout, Rolling | Recreate):
        return []
    return services(model, labels.selector(labels.variant_name(model.name, rollout.stable)))
