"""The HorizontalPodAutoscaler: for what the metrics APIs of every cluster tell, and custom metrics of pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.quantity import canonical
from infra.serving.behavior import behavior

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    ("HorizontalPodAutoscaler", ""): "scaling",
    ("HorizontalPodAutoscaler", "/spec/minReplicas"): "scaling.min",
    ("HorizontalPodAutoscaler", "/spec/maxReplicas"): "scaling.max",
    ("HorizontalPodAutoscaler", "/spec/metrics"): "scaling.metrics",
    ("HorizontalPodAutoscaler", "/spec/behavior/scaleUp"): "scaling.scaleUp",
    ("HorizontalPodAutoscaler", "/spec/behavior/scaleDown"): "scaling.scaleDown",
}
GPU_METRIC = "gpu_utilization_percent"
"""Name under which the recording rule, and so the adapter, offers the use of a pod's GPUs."""


def horizontal_pod_autoscaler(target: Target, goal: Manifest) -> Manifest:
    """Return the autoscaler of the workload ``goal``."""
    spec = {
        "scaleTargetRef": goal,
        "minReplicas": target.scaling.fewest,
        "maxReplicas": target.scaling.most,
        "metrics": _metrics(target),
        "behavior": behavior(target),
    }
    return {**target.manifest("autoscaling/v2", "HorizontalPodAutoscaler"), "spec": spec}


def _metrics(target: Target) -> list[Manifest]:
    metrics = target.scaling.metrics
    resources = {"cpu": target.scaling.cpu_percent, "memory": metrics.memory_percent}
    gpu = {GPU_METRIC: str(metrics.gpu_percent)} if metrics.gpu_percent else {}
    return [
        *(_resource(name, percent) for name, percent in resources.items() if percent),
        *(_of_pods(name, average) for name, average in {**gpu, **metrics.pods}.items()),
    ]


def _resource(name: str, percent: int) -> Manifest:
    goal = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": name, "target": goal}}


def _of_pods(name: str, average: str) -> Manifest:
    goal = {"type": "AverageValue", "averageValue": canonical(average)}
    return {"type": "Pods", "pods": {"metric": {"name": name}, "target": goal}}
