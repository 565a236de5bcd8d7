"""A model as its owner describes it: the contract between an ML engineer and everything Slipway renders."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.artifact import Artifact
from models.base import DnsLabel, HostName, LabelValue, ModelName, Part, Quantity, Seconds, SecretRef, refuse, text
from models.compute import Compute
from models.external_secret import ExternalSecret
from models.runtime import Runtime, Vllm
from models.scaling import Scaling
from models.slo import Slo

_ENV_NAME = text(
    r"[A-Za-z_][A-Za-z0-9_]*", "an environment variable's name", "use letters, digits and '_', no digit first"
)
_PATH = text(r"/[A-Za-z0-9/._~-]*", "a path prefix", "start with / and use letters, digits and . _ ~ -")
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
    compute: Compute = Compute()
    scaling: Scaling = Scaling()
    lifecycle: Lifecycle = Lifecycle()
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
    def _external_secrets_have_what_is_read(self) -> Self:
        made = {one.name: one.keys for one in self.external_secrets}
        if len(made) < len(self.external_secrets):
            refuse(
                "two of them make the same Secret", "give them different names, or merge their keys", "externalSecrets"
            )
        read = {f"secretEnv.{name}": ref for name, ref in self.secret_env.items()}
        if self.artifact.token:
            read["artifact.token"] = self.artifact.token
        for field, ref in read.items():
            if ref.secret in made and ref.key not in made[ref.secret]:
                known = ", ".join(made[ref.secret])
                refuse(
                    f"externalSecrets makes {ref.secret} without the key {ref.key}", f"choose {known}, or add it", field
                )
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
