"""What a place that holds artifacts tells the downloader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.fetch.clock import Clock


@dataclass(frozen=True, slots=True)
class Request:
    """How to ask for a file now; signatures and tokens run out, so each try asks anew."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class RemoteFile(Protocol):
    """One file."""

    @property
    def path(self) -> str:
        """Its place in the artifact; empty if it is the whole artifact."""

    @property
    def size(self) -> int | None:
        """Bytes, if the source tells."""

    @property
    def sha256(self) -> str | None:
        """Its checksum, if the source tells."""

    def request(self, clock: Clock) -> Request:
        """Return how to ask for it."""


class Source(Protocol):
    """A place that an address names."""

    def files(self, clock: Clock) -> Sequence[RemoteFile]:
        """Return what is to be brought."""


@dataclass(frozen=True, slots=True)
class UrlFile:
    """A file at a URL that needs the same headers each time."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    path: str = ""
    size: int | None = None
    sha256: str | None = None

    def request(self, clock: Clock) -> Request:  # noqa: ARG002 - other files need time for theirs
        """Return how to ask for it."""
        return Request(self.url, self.headers)
