"""The place an artifact goes to: one writer at a time, complete or not there at all, and known again."""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.fetch.log import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.fetch.address import Address
    from app.fetch.clock import Clock

_POLL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A target and the hidden files beside it."""

    target: Path

    @property
    def partial(self) -> Path:
        """Where the artifact grows: on the same volume, so that a rename puts it in place."""
        return self._beside("partial")

    @property
    def unpacked(self) -> Path:
        """Where an archive is unpacked."""
        return self._beside("unpacked")

    def _beside(self, what: str) -> Path:
        return self.target.with_name(f".{self.target.name}.{what}")

    @contextlib.contextmanager
    def lock(self, clock: Clock) -> Iterator[None]:
        """Hold the place alone; the kernel lets go of it when a process ends, however it ends."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        with self._beside("lock").open("w") as opened:
            while not _locked(opened.fileno()):
                clock.pause(_POLL_SECONDS, "another process brings the same artifact")
            yield

    def holds(self, address: Address) -> bool:
        """Whether exactly this artifact is in place; one that isn't pinned may have changed at its source."""
        try:
            return address.pinned and json.loads(self._beside("fetched").read_text()) == self._mark(address)
        except (OSError, ValueError):
            return False

    def prepare(self, address: Address) -> None:
        """Keep the beginning of this artifact, and throw away what is of any other."""
        begun = self._beside("begun")
        if not begun.exists() or begun.read_text() != json.dumps(address.pin()):
            _remove(self.partial)
            self.partial.with_name(f"{self.partial.name}.tag").unlink(missing_ok=True)
            begun.write_text(json.dumps(address.pin()))
        _remove(self.unpacked)

    def put(self, finished: Path, address: Address) -> None:
        """Rename what is finished into place, and remember what it is."""
        old = self._beside("old")
        self._beside("fetched").unlink(missing_ok=True)
        _remove(old)
        if self.target.is_dir() or (self.target.exists() and finished.is_dir()):
            self.target.rename(old)
        finished.replace(self.target)
        mark = self._beside("fetched.new")
        mark.write_text(json.dumps(self._mark(address)))
        mark.replace(self._beside("fetched"))
        for rest in (old, self.partial, self.unpacked, self._beside("begun")):
            _remove(rest)
        say("in place", path=str(self.target))

    def _mark(self, address: Address) -> dict[str, object]:
        files = sorted(self.target.rglob("*")) if self.target.is_dir() else [self.target]
        sizes = {str(file.relative_to(self.target)): file.stat().st_size for file in files if file.is_file()}
        return {**address.pin(), "sizes": sizes}


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
