"""Secrets that an operator brings from the cloud's store; a spec says where they lie, never what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.alias_generators import to_camel

from models.base import DnsLabel, Part, SecretRef, refuse, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def check_keys(secrets: Sequence[ExternalSecret], spec: Part) -> None:
    """Refuse secrets that make one Secret twice, or without a key that the spec reads anywhere.

    Raises:
        PydanticCustomError: With the field and the way out.
    """
    made = {one.name: one.keys for one in secrets}
    if len(made) < len(secrets):
        refuse("two of them make the same Secret", "give them different names, or merge their keys", "externalSecrets")
    for field, ref in _read(spec) if made else ():
        if ref.secret in made and ref.key not in made[ref.secret]:
            what = f"externalSecrets makes {ref.secret} without the key {ref.key}"
            refuse(what, f"choose {', '.join(made[ref.secret])}, or add it", field)


def _read(value: object, field: str = "") -> Iterator[tuple[str, SecretRef]]:
    """Yield every reference to a Secret inside a value, with the field that holds it."""
    if isinstance(value, SecretRef):
        yield field, value
        return
    match value:
        case Part():
            inside = {to_camel(name): getattr(value, name) for name in type(value).model_fields}
        case dict():
            inside = {str(key): one for key, one in value.items()}
        case tuple():
            inside = {str(index): one for index, one in enumerate(value)}
        case _:
            return
    for name, one in inside.items():
        yield from _read(one, f"{field}.{name}" if field else name)
