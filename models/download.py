"""What the container that downloads an artifact is given."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Part, Quantity, Seconds, refuse
from models.environment import EnvName, names_a_secret


class Download(Part):
    """The fetch container, where what follows from the artifact's size doesn't fit."""

    cpu: Quantity = "500m"
    """CPUs, requested and limited."""
    memory: Quantity | None = None
    """Bytes of memory, requested and limited; derived from the artifact's size where absent."""
    timeout_seconds: Annotated[Seconds, Field(ge=60)] | None = None
    """Seconds after which the download is given up; derived from the artifact's size where absent."""
    env: dict[EnvName, str] = Field(default_factory=dict)
    """Environment variables, such as SSL_CERT_FILE; never secrets."""

    @model_validator(mode="after")
    def _environment_holds_no_secret(self) -> Self:
        for name in self.env:
            if names_a_secret(name) or name == "AWS_ACCESS_KEY_ID":
                fix = "refer to it in artifact.token or artifact.store.credentials"
                refuse("a secret's value is written here", fix, f"env.{name}")
        return self
