"""What can go wrong, and whether trying again helps.

FetchError      exit 1   will fail again: not found, denied, wrong checksum, no space, out of time
├── UsageError  exit 2   an option or address is wrong
└── Transient            worth another try; never leaves the downloader
"""

from __future__ import annotations

from typing import ClassVar


class FetchError(Exception):
    """The artifact could not be brought; its words are for whoever reads the pod's log."""

    exit_code: ClassVar[int] = 1


class UsageError(FetchError):
    """The command line asks for something that can't be."""

    exit_code = 2


class Transient(FetchError):  # noqa: N818 - named for what it is to the retry loop
    """It may work the next time."""

    def __init__(self, words: str, retry_after: float | None = None) -> None:
        """Keep how many seconds the server asked to wait."""
        super().__init__(words)
        self.retry_after = retry_after
