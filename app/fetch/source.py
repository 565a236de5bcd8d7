"""What a place that holds artifacts tells the downloader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.fetch.clock import Clock

    Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """How to ask for a file now; signatures and tokens run out, so each try asks anew."""

    url: str
    headers: Headers


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

    @property
    def packed(self) -> bool:
        """Whether the artifact has not this file but what is packed in it."""

    def request(self, clock: Clock) -> Request:
        """Return how to ask for it."""


class Source(Protocol):
    """A place that an address names."""

    def files(self, clock: Clock) -> Sequence[RemoteFile]:
        """Return what is to be brought."""


@dataclass(frozen=True, slots=True)
class UrlFile:
    """A file at a URL."""

    url: str
    headers: Callable[[Clock], Headers]
    """Returns what is sent with each try, such as a token that is good for minutes."""
    path: str = ""
    size: int | None = None
    sha256: str | None = None
    packed: bool = False

    def request(self, clock: Clock) -> Request:
        """Return how to ask for it."""
        return Request(self.url, self.headers(clock))


def leads_outside(path: str) -> bool:
    """Return whether a relative path that a source tells would lie outside of its folder."""
    parts = PurePosixPath(path)
    return parts.is_absolute() or ".." in parts.parts or not parts.name
