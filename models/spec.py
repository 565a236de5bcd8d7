"""A model as its owner describes it: the contract between an ML engineer and everything Slipway renders."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models import rollout as rollouts
from models.artifact import Artifact
from models.availability import Availability, refuse_what_blocks_drains
from models.base import DnsLabel, LabelValue, ModelName, Part, Seconds, SecretRef, refuse
from models.cache import Cache
from models.compute import Compute
from models.egress import Egress
from models.environment import EnvName, refuse_written_secrets
from models.external_secret import ExternalSecret, check_keys
from models.identity import Identity
from models.lifecycle import Lifecycle
from models.overrides import Override
from models.placement import Placement
from models.probes import Probes, refuse_hasty_loads
from models.rollout import Rolling, Rollout
from models.route import Route
from models.runtime import Runtime, Vllm, matrix
from models.scaling import Scaling
from models.sidecar import Sidecar, refuse_twins
from models.slo import Slo
from models.unsupported import OF_A_ROLLOUT, OF_A_SPEC, refuse_pod_fields, refuse_unsupported
from models.workload import Batch, Deployment, Workload, refuse_what_no_batch_has


class ModelSpec(Part):
    """One served model."""

    name: ModelName
    """Name of the model and of its objects; unique among all models."""
    version: LabelValue
    """The owner's version of the model."""
    owner: DnsLabel
    """Team that answers for the model."""
    cost_center: LabelValue | None = None
    """Who pays for it; a label of all its objects."""
    tier: Literal["critical", "standard", "experimental"] | None = None
    """How much depends on it: of an experimental model no alert wakes anybody; a label of all its objects."""
    framework: LabelValue | None = None
    """Library that the model was trained with, such as ``pytorch``; a label of all its objects."""
    task: LabelValue | None = None
    """What it does, such as ``text-classification``; a label of all its objects."""
    runtime: Runtime
    """Server that runs the model: a name, or a profile with options."""
    artifact: Artifact
    workload: Workload = Deployment()
    """Kind of workload: ``deployment``, or a mapping with ``kind`` statefulSet, job or cronJob and its options."""
    compute: Compute = Compute()
    placement: Placement = Placement()
    scaling: Scaling = Scaling()
    availability: Availability = Availability()
    lifecycle: Lifecycle = Lifecycle()
    probes: Probes = Probes()
    sidecars: tuple[Sidecar, ...] = ()
    """Containers that run beside the server."""
    cache: Cache | None = None
    """Volume for the artifact; each replica downloads to its node's disk where absent."""
    route: Route | None = None
    """External route; reachable only inside the cluster where absent."""
    rollout: Rollout = Rolling(strategy="rolling")
    """How a new version takes over; pod by pod where absent."""
    session_affinity_seconds: Annotated[Seconds, Field(ge=1)] | None = None
    """Seconds for which a caller inside the cluster stays with the replica that answered it last; any replica where
    absent."""
    clients: tuple[DnsLabel, ...] = ()
    """Namespaces whose pods may call the model, besides its own."""
    egress: tuple[Egress, ...] = ()
    """What the pods may call besides the artifact's store and what the stack needs."""
    identity: Identity = Identity()
    env: dict[EnvName, str] = Field(default_factory=dict)
    """Environment variables of the server; never secrets."""
    secret_env: dict[EnvName, SecretRef] = Field(default_factory=dict)
    """Environment variables of the server that come from Secrets."""
    external_secrets: tuple[ExternalSecret, ...] = ()
    """Secrets that the External Secrets operator brings from a store."""
    slo: Slo | None = None
    """What the model promises; alerts follow from it."""
    namespace: DnsLabel | None = None
    """Tenant namespace; the stack's first where absent."""
    presets: tuple[DnsLabel, ...] = ()
    """Files of ``defaults/`` that this spec is laid over, by name; a later one is stronger."""
    overrides: tuple[Override, ...] = ()
    """Changes to rendered objects that no field of the spec can express: the last resort."""

    @model_validator(mode="after")
    def _rollout_is_possible(self) -> Self:
        rollouts.check(self)
        return self

    @property
    def batch(self) -> Batch | None:
        """The options of a batch; None for a server."""
        return self.workload if isinstance(self.workload, Batch) else None

    @property
    def most_pods(self) -> int:
        """Pods that run at one time at most."""
        return self.batch.parallelism if self.batch else self.scaling.most

    @model_validator(mode="before")
    @classmethod
    def _nothing_unsupported(cls, data: object) -> object:
        refuse_unsupported(data, OF_A_SPEC)
        refuse_pod_fields(data)
        if isinstance(data, dict):
            refuse_unsupported(data.get("rollout"), OF_A_ROLLOUT, "rollout.")
        return data

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if self.batch:
            given = {field: getattr(self, field) for field in self.model_fields_set}
            refuse_what_no_batch_has(self.workload.kind, given)
        refuse_what_blocks_drains(self.availability, self.scaling.fewest)
        refuse_hasty_loads(self.lifecycle.load_budget_seconds, self.probes.liveness)
        refuse_twins(self.sidecars)
        return self

    @model_validator(mode="after")
    def _environment_holds_no_secret(self) -> Self:
        refuse_written_secrets(self.env, self.secret_env)
        return self

    @model_validator(mode="after")
    def _external_secrets_have_what_is_read(self) -> Self:
        check_keys(self.external_secrets, self)
        return self

    @model_validator(mode="after")
    def _runtime_can_serve(self) -> Self:
        matrix.check(self.runtime, self.artifact, self.compute.gpu)
        matrix.check_window(self.runtime, self.lifecycle.request_timeout_seconds)
        matrix.check_way_in(self.runtime, routed=self.route is not None)
        return self

    @model_validator(mode="after")
    def _cache_keeps_what_is_downloaded(self) -> Self:
        if self.cache:
            self.cache.check(self.artifact, self.most_pods)
        if self.cache and self.cache.preload and self.batch:
            refuse("a batch downloads before it begins, and nobody waits for it", "remove preload", "cache.preload")
        return self

    @model_validator(mode="after")
    def _memory_of_a_gpu_in_turns_is_divided(self) -> Self:
        gpu, runtime = self.compute.gpu, self.runtime
        in_turns = gpu is not None and gpu.share == "timeSlicing" and isinstance(runtime, Vllm)
        if in_turns and "gpu_memory_utilization" not in runtime.model_fields_set:
            refuse(
                "vllm takes most of the GPU's memory, and those it takes turns with have the same",
                "add runtime.gpuMemoryUtilization: this model's part, such as 0.4; or use mig or mps",
                "compute.gpu.sharing",
            )
        return self
