"""A model as its owner describes it: the contract between an ML engineer and everything Slipway renders."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models import rollout as rollouts
from models.artifact import Artifact
from models.availability import Availability
from models.base import DnsLabel, LabelValue, ModelName, Part, Quantity, Seconds, SecretRef, refuse, text
from models.compute import Compute
from models.overrides import Override
from models.rollout import Rolling, Rollout
from models.route import Route
from models.runtime import Runtime, Vllm
from models.scaling import Scaling

_ENV_NAME = text(
    r"[A-Za-z_][A-Za-z0-9_]*", "an environment variable's name", "use letters, digits and '_', no digit first"
)
_ROLE_ARN = text(
    r"arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:role/.+",
    "an IAM role",
    "write arn:aws:iam::<12-digit account>:role/<name>",
)
EnvName = Annotated[str, *_ENV_NAME]
_SECRET_NAME = re.compile(r"(?i)(token|password|passwd|secret|api_?key|access_?key|private_?key|credentials?)$")


class Lifecycle(Part):
    """The times a replica is given to load, to answer and to leave."""

    load_budget_seconds: Annotated[Seconds, Field(ge=60)] | None = None
    """Seconds from the server's start until the model answers, at least those that a hanging server is given; derived
    from the artifact's size where absent."""
    request_timeout_seconds: Annotated[Seconds, Field(ge=1)] = 30
    """Seconds after which a request is given up, from the route to the server."""
    pre_stop_seconds: Seconds = 15
    """Seconds that a leaving replica keeps answering while the cluster stops sending to it."""


class Cache(Part):
    """A volume that keeps the artifact, so that a new replica need not download it again."""

    size: Quantity
    """Bytes; at least the artifact's size."""
    storage_class: DnsLabel | None = None
    """StorageClass; the stack's where absent."""
    access: Literal["ReadWriteOnce", "ReadWriteMany"] = "ReadWriteOnce"
    """How many nodes may mount it."""


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
    runtime: Runtime
    """Server that runs the model: a name, or a profile with options."""
    artifact: Artifact
    compute: Compute = Compute()
    scaling: Scaling = Scaling()
    lifecycle: Lifecycle = Lifecycle()
    cache: Cache | None = None
    """Volume for the artifact; each replica downloads to its node's disk where absent."""
    route: Route | None = None
    """External route; reachable only inside the cluster where absent."""
    availability: Availability = Availability()
    rollout: Rollout = Rolling(strategy="rolling")
    """How a new version takes over; pod by pod where absent."""
    session_affinity_seconds: Annotated[Seconds, Field(ge=1)] | None = None
    """Seconds for which a caller inside the cluster stays with the replica that answered it last; any replica where
    absent."""
    clients: tuple[DnsLabel, ...] = ()
    """Namespaces whose pods may call the model, besides its own."""
    identity: Identity = Identity()
    env: dict[EnvName, str] = Field(default_factory=dict)
    """Environment variables of the server; never secrets."""
    secret_env: dict[EnvName, SecretRef] = Field(default_factory=dict)
    """Environment variables of the server that come from Secrets."""
    namespace: DnsLabel | None = None
    """Tenant namespace; the stack's first where absent."""
    presets: tuple[DnsLabel, ...] = ()
    """Files of ``defaults/`` that this spec is laid over, by name; a later one is stronger."""
    overrides: tuple[Override, ...] = ()
    """Changes to rendered objects that no field of the spec can express: the last resort."""

    @model_validator(mode="after")
    def _rollout_is_possible(self) -> Self:
        rollouts.check(self)
        self.availability.check(self.scaling)
        return self

    @model_validator(mode="after")
    def _environment_holds_no_secret(self) -> Self:
        for name in self.env:
            if _SECRET_NAME.search(name):
                refuse(
                    "a secret's value is written here",
                    f"move it: secretEnv: {{{name}: {{secret: …, key: …}}}}",
                    f"env.{name}",
                )
            if name in self.secret_env:
                refuse("set in secretEnv as well", "keep one of the two", f"env.{name}")
        return self

    @model_validator(mode="after")
    def _runtime_can_serve(self) -> Self:
        on_vllm = isinstance(self.runtime, Vllm)
        if on_vllm and self.compute.gpu is None:
            refuse("vllm runs on GPUs and the model has none", "add compute.gpu: {count: 1}", "compute.gpu")
        if not on_vllm and self.compute.gpu is not None:
            refuse(
                "the builtin runtime uses no GPU", "remove compute.gpu, or choose a runtime that uses it", "compute.gpu"
            )
        wanted = "safetensors" if on_vllm else "onnx"
        if self.artifact.format not in {None, wanted}:
            refuse(
                f"{self.runtime.profile} serves {wanted}, not {self.artifact.format}",
                "choose another runtime",
                "artifact.format",
            )
        return self

    @model_validator(mode="after")
    def _cache_can_be_shared(self) -> Self:
        if self.cache and self.cache.access == "ReadWriteOnce" and self.scaling.most > 1:
            refuse(
                "one node can mount it, and replicas spread over several",
                "use ReadWriteMany, or one replica",
                "cache.access",
            )
        return self
