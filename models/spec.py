"""A model as its owner describes it: the contract between an ML engineer and everything Slipway renders."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.artifact import Artifact
from models.availability import Availability, refuse_what_blocks_drains
from models.base import DnsLabel, HostName, LabelValue, ModelName, Part, SecretRef, refuse, text
from models.cache import Cache
from models.compute import Compute
from models.environment import EnvName, refuse_written_secrets
from models.external_secret import ExternalSecret, check_keys
from models.lifecycle import Lifecycle
from models.placement import Placement
from models.probes import Probes, refuse_hasty_loads
from models.runtime import Runtime, Vllm, matrix
from models.scaling import Scaling
from models.sidecar import Sidecar, refuse_twins
from models.slo import Slo
from models.unsupported import OF_A_SPEC, refuse_unsupported
from models.workload import Batch, Deployment, Workload, refuse_what_no_batch_has

_PATH = text(r"/[A-Za-z0-9/._~-]*", "a path prefix", "start with / and use letters, digits and . _ ~ -")
_ROLE_ARN = text(
    r"arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/.+",
    "an IAM role",
    "write arn:aws:iam::<12-digit account>:role/<name>",
)


class Route(Part):
    """A way in from outside the cluster."""

    host: HostName | None = None
    """Host name; ``<name>.<domain of the stack>`` where absent."""
    path: Annotated[str, *_PATH] = "/"
    """Path prefix."""


class Identity(Part):
    """Who the model is to its cloud; a cloud uses the part that is its own."""

    aws_role_arn: Annotated[str, *_ROLE_ARN] | None = None
    """IAM role that the pods assume on EKS."""


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
    clients: tuple[DnsLabel, ...] = ()
    """Namespaces whose pods may call the model, besides its own."""
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
