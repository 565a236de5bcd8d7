"""How a model grows under load."""

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
}


def autoscalers(target: Target) -> list[Manifest]:
    """Return the HorizontalPodAutoscaler, where there is room to scale."""
    if not target.scaling.autoscaled:
        return []
    cpu = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": target.scaling.cpu_percent}}
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": target.kind, "name": target.name},
        "minReplicas": target.scaling.fewest,
        "maxReplicas": target.scaling.most,
        "metrics": [{"type": "Resource", "resource": cpu}],
        # A replica that had to load a model is not given back for a short lull.
        "behavior": {"scaleDown": {"stabilizationWindowSeconds": 300}},
    }
    return [{**target.manifest("autoscaling/v2", "HorizontalPodAutoscaler"), "spec": spec}]
