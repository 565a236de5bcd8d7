"""The Job or CronJob of a model that works through its input instead of serving requests."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from infra.serving.pod import pod_template

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.workload import Batch, CronJob, Job

_FIELDS = {
    "parallelism": "parallelism",
    "completions": "completions",
    "completionMode": "indexed",
    "backoffLimit": "backoffLimit",
    "activeDeadlineSeconds": "deadlineSeconds",
    "ttlSecondsAfterFinished": "ttlSeconds",
}
SOURCES: Sources = {
    **{("Job", f"/spec/{name}"): f"workload.{field}" for name, field in _FIELDS.items()},
    **{("CronJob", f"/spec/jobTemplate/spec/{name}"): f"workload.{field}" for name, field in _FIELDS.items()},
    **{
        ("CronJob", f"/spec/{name}"): f"workload.{name}"
        for name in ("schedule", "timeZone", "concurrencyPolicy", "startingDeadlineSeconds")
    },
}


def job(target: Target, options: Job) -> Manifest:
    """Return the Job, named after its content: a Job can't be changed, so a change of the model is another one."""
    spec = _job_spec(target, options)
    digest = hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()[:10]
    return {**target.manifest("batch/v1", "Job", f"{target.name}-{digest}"), "spec": spec}


def cron_job(target: Target, options: CronJob) -> Manifest:
    """Return the CronJob."""
    spec: Manifest = {
        "schedule": options.schedule,
        "timeZone": options.time_zone,
        "concurrencyPolicy": options.concurrency_policy,
        "startingDeadlineSeconds": options.starting_deadline_seconds,
        "suspend": False,
        "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 3,
        "jobTemplate": {"metadata": {"labels": target.labels()}, "spec": _job_spec(target, options)},
    }
    return {**target.manifest("batch/v1", "CronJob"), "spec": spec}


def _job_spec(target: Target, options: Batch) -> Manifest:
    ttl = {} if options.ttl_seconds is None else {"ttlSecondsAfterFinished": options.ttl_seconds}
    lost = {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}
    return {
        "parallelism": options.parallelism,
        "completions": options.completions,
        "completionMode": "Indexed" if options.indexed else "NonIndexed",
        "backoffLimit": options.backoff_limit,
        "activeDeadlineSeconds": options.deadline_seconds,
        **ttl,
        "suspend": False,
        # A pod that was drained or lost its spot node hasn't failed.
        "podFailurePolicy": {"rules": [lost]},
        "podReplacementPolicy": "Failed",
        "template": pod_template(target),
    }
