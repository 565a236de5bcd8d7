"""Who may call a model from outside, and how often."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import DnsLabel, Part, refuse, text
from models.variants import HeaderName

_HTTPS = text(r"https://[^\s/@?#]+(/[^\s?#]*)?", "an https address", "write https://, a host and a path")
HttpsUrl = Annotated[str, *_HTTPS]


class ApiKeys(Part):
    """A key for each client, in a Secret."""

    secret: DnsLabel
    """Secret in the model's namespace: name of the client → its key."""
    header: HeaderName = "x-api-key"
    """Header that carries the key."""


class Jwt(Part):
    """Tokens of an identity provider."""

    issuer: HttpsUrl
    """Whose tokens are taken."""
    audiences: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
    """For whom a token must be made; one of these is enough."""
    jwks_uri: HttpsUrl
    """Where the issuer's keys are."""


class Auth(Part):
    """What a request from outside must bring."""

    api_keys: ApiKeys | None = None
    """A client's key."""
    jwt: Jwt | None = None
    """A token."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.api_keys is None) == (self.jwt is None):
            refuse("a request is let in by one thing", "give apiKeys or jwt")
        return self


class RateLimit(Part):
    """A ceiling for all requests from outside together; each of the gateway's proxies counts for itself."""

    requests: Annotated[int, Field(ge=1, le=1_000_000)]
    """Requests in one unit of time."""
    per: Literal["second", "minute", "hour"]
    """The unit."""
