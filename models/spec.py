"""A model as its owner describes it: the contract between an ML engineer and everything Slipway renders."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.artifact import Artifact
from models.base import DnsLabel, HostName, LabelValue, ModelName, Part, Seconds, SecretRef, refuse, text
from models.cache import Cache
from models.compute import Compute
from models.external_secret import ExternalSecret, check_keys
from models.runtime import Runtime, matrix
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
            self.cache.check(self.artifact, self.scaling.most)
        return self
