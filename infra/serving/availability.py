"""What stays when nodes are drained."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("PodDisruptionBudget", ""): "scaling",
    ("PodDisruptionBudget", "/spec/minAvailable"): "availability.minAvailable",
    ("PodDisruptionBudget", "/spec/maxUnavailable"): "availability.maxUnavailable",
}


def disruption_budgets(target: Target) -> list[Manifest]:
    """Return the PodDisruptionBudget; with one replica it would only block every drain."""
    if target.scaling.fewest < 2:  # noqa: PLR2004 - one replica can't be spared
        return []
    spec = {
        **_bound(target),
        "selector": {"matchLabels": target.selector()},
        # A replica that isn't ready protects nothing, and must not keep its node from being drained.
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }
    return [{**target.manifest("policy/v1", "PodDisruptionBudget"), "spec": spec}]


def _bound(target: Target) -> Manifest:
    """Return the spec's bound, unless a stack's ceiling leaves so few replicas that it would block every drain."""
    asked = target.spec.availability
    if asked.spares(target.scaling.fewest) < 1:
        return {"maxUnavailable": 1}
    if asked.min_available is not None:
        return {"minAvailable": asked.min_available}
    return {"maxUnavailable": 1 if asked.max_unavailable is None else asked.max_unavailable}
