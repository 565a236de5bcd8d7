"""A container that runs beside the server from before it starts until after it has ended."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import DnsLabel, Image, Part, Quantity, SecretRef, refuse, text
from models.environment import EnvName, refuse_written_secrets

_PORT_NAME = text(
    r"(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?",
    "a port's name",
    "use at most 15 lower-case letters, digits and hyphens, with at least one letter",
)
_TAKEN = ("server", "fetch", "batch")


class Sidecar(Part):
    """A helper of the server, such as a proxy, a tokeniser or an agent; as restricted as the server itself."""

    name: DnsLabel
    """Name of the container."""
    image: Image
    command: tuple[str, ...] = ()
    """Program and fixed arguments; the image's own where absent."""
    args: tuple[str, ...] = ()
    """Arguments; the image's own where absent."""
    env: dict[EnvName, str] = Field(default_factory=dict)
    """Environment variables; never secrets."""
    secret_env: dict[EnvName, SecretRef] = Field(default_factory=dict)
    """Environment variables that come from Secrets."""
    ports: dict[Annotated[str, *_PORT_NAME], Annotated[int, Field(ge=1024, le=65_535)]] = Field(default_factory=dict)
    """Name → TCP port that it listens on."""
    cpu: Quantity = "100m"
    """CPUs, requested and limited."""
    memory: Quantity = "128Mi"
    """Bytes of memory, requested and limited."""
    ephemeral_storage: Quantity = "128Mi"
    """Bytes of logs, requested and limited."""
    scratch: Quantity | None = None
    """Bytes of a folder of its own at /tmp, and of disk besides the logs; it can write nowhere where absent."""

    @model_validator(mode="after")
    def _environment_holds_no_secret(self) -> Self:
        refuse_written_secrets(self.env, self.secret_env)
        return self

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        if self.name in _TAKEN:
            refuse(f"{self.name} is the name of a container of Slipway's", "choose another name", "name")
        if {"http", "https"} & self.ports.keys():
            refuse("http and https are the server's port", "choose another name", "ports")
        return self


def refuse_twins(sidecars: tuple[Sidecar, ...]) -> None:
    """Refuse two sidecars that can't be told apart in one pod.

    Raises:
        PydanticCustomError: Two of them have one name, or listen on one port.
    """
    names: set[str] = set()
    ports: dict[str | int, str] = {}
    for index, sidecar in enumerate(sidecars):
        if sidecar.name in names:
            refuse(f"two sidecars are called {sidecar.name}", "choose another name", f"sidecars.{index}.name")
        names.add(sidecar.name)
        taken: list[str | int] = [*sidecar.ports, *sidecar.ports.values()]
        for port in taken:
            if port in ports:
                refuse(f"{ports[port]} has the port {port} too", "choose another", f"sidecars.{index}.ports")
            ports[port] = sidecar.name
