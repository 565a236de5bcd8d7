"""The ScaledObject: for what only Prometheus or the clock can tell, and for models that scale to zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.behavior import behavior
from infra.serving.load import Question, questions
from infra.serving.series import number

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.scaling import Hours

_KIND = "ScaledObject"
SOURCES: Sources = {
    (_KIND, ""): "scaling",
    (_KIND, "/spec/minReplicaCount"): "scaling.min",
    (_KIND, "/spec/maxReplicaCount"): "scaling.max",
    (_KIND, "/spec/triggers"): "scaling.metrics",
    (_KIND, "/spec/fallback"): "scaling.fallback",
    (_KIND, "/spec/pollingInterval"): "scaling.pollingSeconds",
    (_KIND, "/spec/cooldownPeriod"): "scaling.cooldownSeconds",
}


def scaled_object(target: Target, goal: Manifest) -> Manifest:
    """Return the autoscaler of the workload ``goal``; KEDA makes a HorizontalPodAutoscaler of it."""
    scaling = target.scaling
    spec: Manifest = {
        "scaleTargetRef": goal,
        "minReplicaCount": scaling.fewest,
        "maxReplicaCount": scaling.most,
        **_times(target),
        **_fallback(target),
        # Deleting the ScaledObject leaves the replicas there are; with true KEDA would set those it once found.
        "advanced": {
            "restoreToOriginalReplicaCount": False,
            "horizontalPodAutoscalerConfig": {"behavior": behavior(target)},
        },
        "triggers": _triggers(target),
    }
    return {**target.manifest("keda.sh/v1alpha1", _KIND), "spec": spec}


def server_address(target: Target) -> str | None:
    """Return where Prometheus answers questions; None where nobody has said."""
    own = "http://prometheus.monitoring.svc:9090" if target.settings.addons.prometheus else None
    return target.settings.monitoring.server or own


def _times(target: Target) -> Manifest:
    """Return KEDA's own times, which count only at zero or when asked for; elsewhere KEDA warns that they don't."""
    scaling = target.scaling
    idle = scaling.scale_to_zero.idle_seconds if scaling.scale_to_zero else None
    cooldown = idle if idle is not None else scaling.cooldown_seconds
    times = {"pollingInterval": scaling.polling_seconds, "cooldownPeriod": cooldown}
    return {name: seconds for name, seconds in times.items() if seconds is not None}


def _fallback(target: Target) -> Manifest:
    """Return what happens while Prometheus is silent: by default, no replica goes."""
    asked = target.scaling.fallback
    if asked:
        found = {"failureThreshold": asked.failures, "replicas": asked.replicas, "behavior": asked.behavior}
    else:
        found = {
            "failureThreshold": 3,
            "replicas": max(target.scaling.fewest, 1),
            "behavior": "currentReplicasIfHigher",
        }
    return {"fallback": found}


def _triggers(target: Target) -> list[Manifest]:
    metrics = target.scaling.metrics
    resources = {"cpu": target.scaling.cpu_percent, "memory": metrics.memory_percent}
    return [
        *(_resource(name, percent) for name, percent in resources.items() if percent),
        *(_prometheus(target, question) for question in questions(target)),
        *(_cron(index, hours) for index, hours in enumerate(target.scaling.schedule)),
    ]


def _resource(name: str, percent: int) -> Manifest:
    return {"type": name, "name": name, "metricType": "Utilization", "metadata": {"value": str(percent)}}


def _prometheus(target: Target, question: Question) -> Manifest:
    # At zero replicas a pod's own series are gone; elsewhere a missing one is a failure and no reason to scale down.
    silent = question.at_zero or target.scaling.fewest == 0
    metadata = {
        "serverAddress": server_address(target) or "",
        "query": question.query,
        "threshold": number(question.target),
        "activationThreshold": number(question.activation),
        "ignoreNullValues": "true" if silent else "false",
    }
    trigger: Manifest = {"type": "prometheus", "name": question.name, "metricType": question.per, "metadata": metadata}
    # Only then does KEDA ask at its own interval and answer the autoscaler from memory.
    return {**trigger, "useCachedMetrics": True} if target.scaling.polling_seconds else trigger


def _cron(index: int, hours: Hours) -> Manifest:
    metadata = {
        "timezone": hours.time_zone,
        "start": hours.start,
        "end": hours.end,
        "desiredReplicas": str(hours.replicas),
    }
    return {"type": "cron", "name": f"schedule{index}", "metricType": "AverageValue", "metadata": metadata}
