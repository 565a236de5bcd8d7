"""A registry of the OCI distribution specification: how it lets a client in, and the manifests it has."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from app.fetch import http
from app.fetch.clock import persist
from app.fetch.errors import FetchError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from app.fetch.clock import Clock
    from app.fetch.source import Headers

_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')
_MANIFEST_BYTES = 4 << 20  # what the specification asks registries to take
_ACCEPT = {
    "accept": ", ".join(
        (
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
        )
    )
}


@dataclass
class Registry:
    """One repository of a registry, and what its registry has asked for so far."""

    host: str
    repository: str
    secret: str = field(repr=False)
    """A docker config file, ``user:password``, or a token; empty for what everyone may read."""
    _challenge: str = field(default="", init=False)

    @property
    def url(self) -> str:
        """Where the repository is; registries of this very machine need no encryption."""
        plain = f"http://{self.host}"
        return f"{plain if http.is_safe(plain) else f'https://{self.host}'}/v2/{self.repository}"

    def manifest(self, reference: str, clock: Clock) -> dict[str, Any]:
        """Return the manifest that a tag or digest names; by digest it is verified.

        Raises:
            FetchError: If it isn't there, may not be read or is not what its digest says.
        """
        content = persist(lambda: self._read(f"{self.url}/manifests/{reference}", clock), clock)
        actual = hashlib.sha256(content).hexdigest()
        if ":" in reference and reference != f"sha256:{actual}":
            raise FetchError(f"{self.url}: the manifest's SHA-256 is {actual}, not {reference.removeprefix('sha256:')}")
        found: dict[str, Any] = json.loads(content)
        return found

    def headers(self, clock: Clock) -> Headers:
        """Return what lets a request in: nothing until the registry has asked for it."""
        scheme, _, parameters = self._challenge.partition(" ")
        if scheme.lower() != "bearer":
            return self._credentials() if scheme else {}
        asked = dict(_CHALLENGE.findall(parameters))
        credentials = self._credentials()
        if credentials.get("authorization", "").startswith("Bearer"):
            return credentials
        return _token(asked, credentials, self.repository, clock)

    def _credentials(self) -> dict[str, str]:
        if not self.secret:
            return {}
        if self.secret.lstrip().startswith("{"):
            return _basic(_of_docker(self.secret, self.host))
        if ":" in self.secret:
            return _basic(base64.b64encode(self.secret.encode()).decode())
        return {"authorization": f"Bearer {self.secret}"}

    def _read(self, url: str, clock: Clock) -> bytes:
        """Return a manifest; the first time, learn on the way how the registry lets a client in."""
        response = http.send("GET", url, {**_ACCEPT, **self.headers(clock)}, clock)
        with http.reading(url), contextlib.closing(response):
            challenge = response.headers.get("www-authenticate", "")
            if not (response.status in http.DENIED and challenge and not self._challenge):
                http.check(response, url)
                return _limited(response, url)
        self._challenge = challenge
        return self._read(url, clock)


def _limited(response: BaseHTTPResponse, url: str) -> bytes:
    content: bytes = response.read(_MANIFEST_BYTES + 1)
    if len(content) > _MANIFEST_BYTES:
        raise FetchError(f"{url}: the manifest is larger than {_MANIFEST_BYTES} bytes")
    return content


def _basic(encoded: str) -> dict[str, str]:
    return {"authorization": f"Basic {encoded}"}


def _of_docker(text: str, host: str) -> str:
    """Return a host's entry in a docker config file, which is what Kubernetes' pull secrets hold."""
    try:
        entries = json.loads(text)["auths"]
        found = next(entry for name, entry in entries.items() if host in name.removeprefix("https://").split("/"))
        return str(found.get("auth") or base64.b64encode(f"{found['username']}:{found['password']}".encode()).decode())
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise FetchError(f"FETCH_TOKEN is a docker config file without credentials for {host}") from None


def _token(asked: dict[str, str], credentials: dict[str, str], repository: str, clock: Clock) -> Headers:
    """Ask the service that the registry named for a token; also for what everyone may read there must be one."""
    realm = asked.get("realm", "")
    if not http.is_safe(realm):
        raise FetchError("the registry sends to a token service that is not encrypted")
    query = {"scope": f"repository:{repository}:pull"}
    if "service" in asked:
        query["service"] = asked["service"]
    return http.token(http.send("GET", f"{realm}?{urlencode(query)}", credentials, clock), realm)
