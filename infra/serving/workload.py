"""The workload that runs a model: a Deployment, a StatefulSet, a Job or a CronJob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving import batch, stateful
from infra.serving.artifact import download_seconds
from infra.serving.pod import SCHEDULING_SECONDS, pod_template
from infra.serving.pods import in_workloads
from infra.serving.probes import load_budget
from infra.serving.replacement import replacement
from models.workload import CronJob, Job, StatefulSet

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {
    **in_workloads({"": "name", "/metadata/labels": "owner", "/spec/replicas": "scaling.replicas"}),
    ("Deployment", "/spec/strategy"): "rollout",
}


def workloads(target: Target) -> list[Manifest]:
    """Return the workload with what belongs to it."""
    match target.spec.workload:
        case StatefulSet() as options:
            return stateful.stateful_set(target, options)
        case Job() as options:
            return [batch.job(target, options)]
        case CronJob() as options:
            return [batch.cron_job(target, options)]
        case _:
            return [_deployment(target)]


def _deployment(target: Target) -> Manifest:
    budget = SCHEDULING_SECONDS + download_seconds(target) + load_budget(target)
    spec: Manifest = {
        **target.replicas(),
        "revisionHistoryLimit": 3,
        "progressDeadlineSeconds": budget,
        "strategy": _strategy(target),
        "selector": {"matchLabels": target.selector()},
        "template": pod_template(target),
    }
    return {**target.manifest("apps/v1", "Deployment"), "spec": spec}


def _strategy(target: Target) -> Manifest:
    """Replace replicas without waiting for what can't be there: a second GPU, or a volume another node holds."""
    asked = replacement(target)
    if asked:
        return asked
    held = target.spec.cache is not None and target.spec.cache.access == "ReadWriteOnce"
    if held or (target.spec.compute.gpu and target.scaling.fewest == 1):
        return {"type": "Recreate"}
    spare = 0 if target.spec.compute.gpu else 1
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": spare, "maxUnavailable": 1 - spare}}
