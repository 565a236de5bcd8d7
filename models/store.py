"""How a store of artifacts is reached: its endpoint, its region, and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import model_validator

from models.base import DnsLabel, Part, SecretRef, refuse, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDPOINT = text(
    r"https://[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{2,5})?",
    "an endpoint",
    "write https://<host>[:<port>]; a store without TLS would be asked for models, and sent keys, in clear text",
)
_REGION = text(r"[a-z]{2}[a-z0-9-]{1,30}", "a region", "write it as the cloud does, such as us-east-2")
_HTTPS = 443

_FITS: Mapping[str, frozenset[str]] = {
    "endpoint": frozenset({"s3", "gs", "az", "hf"}),
    "region": frozenset({"s3"}),
    "anonymous": frozenset({"s3"}),
    "credentials": frozenset({"s3"}),
    "pull_secrets": frozenset({"oci"}),
}


class Credentials(Part):
    """Access keys in a Secret, for stores that know no identity of pods."""

    access_key_id: SecretRef
    secret_access_key: SecretRef


class Store(Part):
    """What a store's address doesn't say; in a cloud with ``identity``, nothing of this is needed."""

    endpoint: Annotated[str, *_ENDPOINT] | None = None
    """Address of the store's API, such as MinIO's; the cloud's own where absent."""
    region: Annotated[str, *_REGION] | None = None
    """Region of an S3 bucket; the store is asked where absent."""
    anonymous: bool = False
    """Whether the bucket is public and no credentials are used."""
    credentials: Credentials | None = None
    """Access keys of S3; the pod's identity where absent."""
    pull_secrets: tuple[DnsLabel, ...] = ()
    """Secrets (kubernetes.io/dockerconfigjson) of the registry that an ``oci`` artifact is in."""

    @property
    def port(self) -> int:
        """Port of the store's API."""
        _, _, port = (self.endpoint or "").removeprefix("https://").partition(":")
        return int(port or _HTTPS)

    @model_validator(mode="after")
    def _one_caller(self) -> Self:
        if self.anonymous and self.credentials:
            refuse("anonymous uses no credentials", "keep one of the two", "credentials")
        return self

    def check(self, scheme: str) -> None:
        """Refuse what doesn't fit the artifact's scheme."""
        for field, schemes in _FITS.items():
            if getattr(self, field) and scheme not in schemes:
                alias = type(self).model_fields[field].alias or field
                fits = " and ".join(sorted(schemes))
                refuse(f"{alias} fits {fits}, not {scheme}", "remove it", f"store.{alias}")
