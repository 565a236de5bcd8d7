"""What is asked for: an address, its pins, and the token that opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from app.fetch.errors import UsageError

_COMMIT = re.compile(r"[0-9a-f]{40}")
_DIGEST = re.compile(r"oci://.*@sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Address:
    """An artifact's address; the token is never shown."""

    uri: str
    sha256: str | None = None
    revision: str | None = None
    token: str | None = field(default=None, repr=False)
    unpack: bool = False
    include: tuple[str, ...] = ()
    """Patterns of the files that are wanted; all where absent."""
    exclude: tuple[str, ...] = ()
    """Patterns of the files that aren't."""

    @property
    def pinned(self) -> bool:
        """Whether what the address names can't change."""
        return bool(self.digest or _COMMIT.fullmatch(self.revision or ""))

    @property
    def bearer(self) -> dict[str, str]:
        """The header that carries the token, if there is one."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def digest(self) -> str | None:
        """The checksum of what the address names: given beside it, or in it as registries write it."""
        found = _DIGEST.fullmatch(self.uri)
        return self.sha256 or (found and found[1])

    def split(self) -> tuple[str, str]:
        """Return bucket (or account, or host) and the path in it.

        Raises:
            UsageError: If one of them is missing.
        """
        parts = urlsplit(self.uri)
        path = unquote(parts.path.lstrip("/"))
        if not parts.netloc or not path or parts.username or parts.password:
            raise UsageError(f"{parts.scheme}: write {parts.scheme}://<bucket or host>/<path>, without credentials")
        return parts.netloc, path

    def pin(self) -> dict[str, object]:
        """Return what tells this artifact from another."""
        patterns = {"include": self.include, "exclude": self.exclude}
        chosen = {name: list(given) for name, given in patterns.items() if given}
        return {"uri": self.uri, "sha256": self.sha256, "revision": self.revision, "unpack": self.unpack, **chosen}
