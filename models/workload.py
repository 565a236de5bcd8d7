"""What kind of workload a model is: a server, a server with state of its own, or a batch that ends."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from models.base import DnsLabel, Part, Quantity, Seconds, refuse, text
from models.schedule import Schedule, TimeZone

_MOUNT = text(r"/[a-z0-9][a-zA-Z0-9/._-]*", "a folder's path", "start with / and name a folder of its own: /state")
_WEEK = 604_800
_OWN_FOLDERS = ("/models", "/tmp", "/scratch", "/etc", "/dev", "/proc", "/sys", "/usr", "/bin", "/lib")  # noqa: S108


class Deployment(Part):
    """A server whose replicas are alike."""

    kind: Literal["deployment"] = "deployment"


class State(Part):
    """The volume that each replica of a stateful model writes to and finds again after a restart."""

    size: Quantity
    """Bytes."""
    path: Annotated[str, *_MOUNT] = "/state"
    """Where the server finds it."""
    storage_class: DnsLabel | None = None
    """StorageClass; the stack's where absent."""

    @model_validator(mode="after")
    def _hides_nothing(self) -> Self:
        if any(self.path == folder or self.path.startswith(f"{folder}/") for folder in _OWN_FOLDERS):
            refuse(f"{self.path} is taken", "choose a folder of its own, such as /state", "path")
        return self


class StatefulSet(Part):
    """A server whose replicas each keep a volume and a name."""

    kind: Literal["statefulSet"]
    state: State


class Batch(Part):
    """A program that reads the model, works through its input and ends."""

    command: Annotated[tuple[str, ...], Field(min_length=1)]
    """Program and fixed arguments, run in the runtime's image instead of its server."""
    args: tuple[str, ...] = ()
    """Further arguments."""
    parallelism: Annotated[int, Field(ge=1, le=1000)] = 1
    """Pods that run at one time."""
    completions: Annotated[int, Field(ge=1, le=10_000)] = 1
    """Pods that must succeed."""
    indexed: bool = False
    """Whether each pod is given its number, from 0, in ``JOB_COMPLETION_INDEX``, to choose its part of the input."""
    backoff_limit: Annotated[int, Field(ge=0, le=100)] = 3
    """Pods that may fail before the job has failed; one that its node lost doesn't count."""
    deadline_seconds: Annotated[int, Field(ge=1, le=_WEEK)] = 86_400
    """Seconds after which the job is stopped and has failed; downloads and waiting for nodes count."""
    ttl_seconds: Annotated[int, Field(ge=0, le=_WEEK)] | None = None
    """Seconds after which a finished job is deleted; kept where absent. Argo CD and Flux would start a deleted job
    again, because it is still in Git."""
    grace_seconds: Seconds = 30
    """Seconds that a pod gets to end when it is stopped."""

    @model_validator(mode="after")
    def _pods_have_work(self) -> Self:
        if self.parallelism > self.completions:
            refuse(
                f"{self.parallelism} pods would run for {self.completions} completions",
                "raise completions, or lower parallelism",
                "parallelism",
            )
        if self.completions > 1 and not self.indexed:
            refuse(
                "every pod would do the same work, because none knows its number",
                "add indexed: true, and choose the input by JOB_COMPLETION_INDEX",
                "completions",
            )
        return self


class Job(Batch):
    """A batch that runs once; another version or another option of the model is another run."""

    kind: Literal["job"]


class CronJob(Batch):
    """A batch that runs by the clock."""

    kind: Literal["cronJob"]
    schedule: Schedule
    """Minute, hour, day of the month, month and day of the week: ``"0 3 * * *"`` is every night at three."""
    time_zone: TimeZone = "Etc/UTC"
    """Time zone of the schedule."""
    concurrency_policy: Literal["Forbid", "Replace", "Allow"] = "Forbid"
    """What happens to a run that is due while the last one goes on: it is left out, replaces it, or runs beside it."""
    starting_deadline_seconds: Annotated[int, Field(ge=10, le=86_400)] = 600
    """Seconds by which a run may be late; later it is left out. Below 10 the controller would miss every one."""


def _named(value: object) -> object:
    """Take ``deployment`` for ``{kind: deployment}``, and a mapping without a kind for a Deployment."""
    if isinstance(value, str):
        return {"kind": value}
    return {"kind": "deployment", **value} if isinstance(value, dict) else value


_KINDS = Deployment | StatefulSet | Job | CronJob
Workload = Annotated[
    Annotated[_KINDS, Field(discriminator="kind")],
    BeforeValidator(_named, json_schema_input_type=Literal["deployment"] | _KINDS),
]
"""A kind of workload with its options."""

_NOT_OF_A_BATCH: dict[str, str] = {
    "scaling": "set workload.parallelism and workload.completions",
    "route": "remove it; nothing can call a batch",
    "clients": "remove it; nothing can call a batch",
    "lifecycle": "set workload.deadlineSeconds and workload.graceSeconds",
    "probes": "remove it; a batch has failed when its program ends with an error",
    "availability": "set workload.backoffLimit",
    "slo": "remove it; watch kube_job_status_failed instead",
}
"""Field of a spec that makes no sense for a batch → what to do instead."""


def refuse_what_no_batch_has(kind: str, fields: dict[str, Any]) -> None:
    """Refuse the first field of a batch's spec that only a server can have; ``fields`` are those with a value.

    Raises:
        PydanticCustomError: A field was given that would do nothing.
    """
    for field, fix in _NOT_OF_A_BATCH.items():
        if fields.get(field):
            refuse(f"a {kind} serves no requests", fix, field)
