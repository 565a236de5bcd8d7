"""``https://…``: a file on a web server; ``http`` for this very machine only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.fetch import http
from app.fetch.errors import UsageError
from app.fetch.source import UrlFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.fetch.address import Address
    from app.fetch.clock import Clock
    from app.fetch.source import RemoteFile


@dataclass(frozen=True, slots=True)
class One:
    """A source of one file."""

    file: RemoteFile

    def files(self, clock: Clock) -> Sequence[RemoteFile]:  # noqa: ARG002 - others have to ask
        """Return the file."""
        return [self.file]


def source(address: Address) -> One:
    """Return the source of a URL.

    Raises:
        UsageError: If it isn't encrypted.
    """
    address.split()
    if not http.is_safe(address.uri):
        raise UsageError("http: only https is safe on a network")
    return One(UrlFile(address.uri, lambda _: address.bearer))
