"""``file:///path`` and ``pvc://claim/path``: files of a volume that is mounted, copied and verified like any others."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from app.fetch import choice, transfer
from app.fetch.errors import FetchError, UsageError

if TYPE_CHECKING:
    from app.fetch.address import Address
    from app.fetch.clock import Clock

SCHEMES = ("pvc", "file")
_CLAIMS = "/mnt/claims"
_CHUNK = 1 << 20


def copy(address: Address, to: Path, clock: Clock) -> None:
    """Copy a file, or a folder's wanted files.

    Raises:
        FetchError: If it isn't there, leads out of its folder by a link, or is not what it should be.
        UsageError: If the address names no path, a checksum of a folder, or a choice from one file.
    """
    source, volume = _place_of(address)
    try:
        if not source.exists():
            raise FetchError(f"{source}: no such file or folder; mount the volume there")
        if source.is_dir() and address.sha256:
            raise UsageError(f"{address.uri} is a folder, which has no checksum; name a file")
        files = _chosen(_files(source, volume or source), source, address)
        if to.is_dir():  # what an earlier try left may not be there any more
            shutil.rmtree(to)
        transfer.require_space(to.parent, sum(file.stat().st_size for file in files))
        for file in files:
            _copy(file, to / file.relative_to(source), clock)
    except OSError as error:
        raise FetchError(f"{source}: {error.strerror}") from error
    if address.sha256 and (actual := transfer.checksum(to)) != address.sha256:
        to.unlink()
        raise FetchError(f"{source}: SHA-256 is {actual}, not {address.sha256}")


def _place_of(address: Address) -> tuple[Path, Path | None]:
    """Return the path that an address names, and the folder that it must not lead out of, if any but itself."""
    parts = urlsplit(address.uri)
    if parts.scheme == "file":
        if parts.netloc or not parts.path:
            raise UsageError("file: write file:///path")
        return Path(unquote(parts.path)), None
    claim, path = address.split()
    volume = Path(os.environ.get("FETCH_CLAIMS", _CLAIMS)) / claim
    return volume / path, volume


def _files(source: Path, volume: Path) -> list[Path]:
    """Return the files, and refuse links to elsewhere: one on a shared volume could point at this pod's secrets."""
    found = sorted(file for file in source.rglob("*") if file.is_file()) if source.is_dir() else [source]
    if not found:
        raise FetchError(f"{source} holds no files")
    inside = volume.resolve()
    for file in found:
        if not file.resolve().is_relative_to(inside):
            raise FetchError(f"{file} is a link that leads out of {volume}")
    return found


def _chosen(files: list[Path], source: Path, address: Address) -> list[Path]:
    if source.is_dir():
        paths = {str(file.relative_to(source)): file for file in files}
        return [paths[path] for path in sorted(choice.chosen(paths, address))]
    if address.include or address.exclude:
        raise UsageError(f"{address.uri} is one file; --include and --exclude choose from a folder")
    return files


def _copy(file: Path, to: Path, clock: Clock) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with file.open("rb") as read, to.open("wb") as written:
        while chunk := read.read(_CHUNK):
            written.write(chunk)
            clock.left()
        written.flush()
        os.fsync(written.fileno())
