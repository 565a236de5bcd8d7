"""Secrets that an operator brings from the cloud's store; a spec says where they lie, never what they are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from models.base import DnsLabel, Part, text

_KEY = text(r"[-._a-zA-Z0-9]{1,253}", "a key of a Secret", "use letters, digits, '-', '_' and '.'")
_REMOTE = text(
    r"[A-Za-z0-9][A-Za-z0-9/_.:@+=-]{0,510}", "a name in a secret store", "write its name or path, never its value"
)
RemoteName = Annotated[str, *_REMOTE]


class Remote(Part):
    """Where one value lies in the store."""

    key: RemoteName
    """Name or path of the secret in the store."""
    property: RemoteName | None = None
    """Field of a secret that has several; the whole secret where absent."""
    version: RemoteName | None = None
    """Version; the newest where absent."""


def _named(value: object) -> object:
    """Take ``prod/token`` for ``{key: prod/token}``."""
    return {"key": value} if isinstance(value, str) else value


class ExternalSecret(Part):
    """A Secret in the model's namespace that the External Secrets operator makes."""

    name: DnsLabel
    """Name of the Secret, as secretEnv and artifact.token refer to it."""
    keys: Annotated[
        dict[Annotated[str, *_KEY], Annotated[Remote, BeforeValidator(_named, json_schema_input_type=str | Remote)]],
        Field(min_length=1),
    ]
    """Key of the Secret → where its value lies."""
    store: DnsLabel | None = None
    """SecretStore or ClusterSecretStore; the stack's where absent."""
    store_kind: Literal["ClusterSecretStore", "SecretStore"] | None = None
    """Kind of the store; the stack's where absent."""
