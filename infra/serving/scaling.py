"""How a model grows under load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving import hpa, keda

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {**hpa.SOURCES, **keda.SOURCES}


def autoscalers(target: Target) -> list[Manifest]:
    """Return the one autoscaler, where there is room to scale."""
    if not target.scaling.autoscaled:
        return []
    goal = {"apiVersion": "apps/v1", "kind": target.kind, "name": target.name}
    build = keda.scaled_object if needs_keda(target) else hpa.horizontal_pod_autoscaler
    return [build(target, goal)]


def needs_keda(target: Target) -> bool:
    """Return whether the spec asks for what only KEDA can do; a GPU's use comes by either way, and better by KEDA."""
    scaling = target.scaling
    asked = scaling.needs_prometheus or scaling.schedule or scaling.scale_to_zero
    gpu = scaling.metrics.gpu_percent and not scaling.metrics.pods
    return bool(asked) or bool(gpu and target.settings.autoscaler.keda)
