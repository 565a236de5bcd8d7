"""How a model grows under load, and what stays when nodes are drained."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("HorizontalPodAutoscaler", ""): "scaling",
    ("HorizontalPodAutoscaler", "/spec/minReplicas"): "scaling.min",
    ("HorizontalPodAutoscaler", "/spec/maxReplicas"): "scaling.max",
    ("HorizontalPodAutoscaler", "/spec/metrics"): "scaling.cpuPercent",
    ("PodDisruptionBudget", ""): "scaling",
    ("PodDisruptionBudget", "/spec/maxUnavailable"): "availability.maxUnavailable",
    ("PodDisruptionBudget", "/spec/minAvailable"): "availability.minAvailable",
}


def autoscalers(target: Target) -> list[Manifest]:
    """Return the HorizontalPodAutoscaler, where there is room to scale."""
    if not target.scaling.autoscaled:
        return []
    cpu = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": target.scaling.cpu_percent}}
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": target.name},
        "minReplicas": target.scaling.fewest,
        "maxReplicas": target.scaling.most,
        "metrics": [{"type": "Resource", "resource": cpu}],
        # A replica that had to load a model is not given back for a short lull.
        "behavior": {"scaleDown": {"stabilizationWindowSeconds": 300}},
    }
    return [{**target.manifest("autoscaling/v2", "HorizontalPodAutoscaler"), "spec": spec}]


def disruption_budgets(target: Target) -> list[Manifest]:
    """Return the PodDisruptionBudget; with one replica it would only block every drain."""
    if target.scaling.fewest < 2:  # noqa: PLR2004 - one replica can't be spared
        return []
    bound = target.spec.availability.budget(target.scaling.fewest)
    spec = {**bound, "selector": {"matchLabels": target.selector()}}
    return [{**target.manifest("policy/v1", "PodDisruptionBudget"), "spec": spec}]
