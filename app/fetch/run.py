"""The steps from an address to an artifact in its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from app.fetch import transfer
from app.fetch.errors import FetchError, UsageError
from app.fetch.log import say
from app.fetch.place import Place
from app.fetch.sources import source_of
from app.fetch.unpack import unpack

if TYPE_CHECKING:
    from app.fetch.address import Address
    from app.fetch.clock import Clock


def run(address: Address, target: Path, clock: Clock) -> None:
    """Bring an artifact, unless exactly this one is there already.

    Raises:
        FetchError: If it can't be brought; the target is then as it was.
    """
    place = Place(target)
    with place.lock(clock):
        if place.holds(address):
            say("already in place", path=str(target))
            return
        place.prepare(address)
        if urlsplit(address.uri).scheme == "file":
            _copy(address, place)
        else:
            _bring(address, place, clock)
        finished = place.partial
        if address.unpack:
            unpack(finished, place.unpacked)
            finished = place.unpacked
        place.put(finished, address)


def _bring(address: Address, place: Place, clock: Clock) -> None:
    files = source_of(address).files(clock)
    if len(files) == 1 and not files[0].path:
        transfer.download(files[0], place.partial, clock, address.sha256)
        return
    place.partial.mkdir(exist_ok=True)
    have = sum(file.stat().st_size for file in place.partial.rglob("*") if file.is_file())
    transfer.require_space(place.partial, sum(file.size or 0 for file in files) - have)
    for file in files:
        to = place.partial / file.path
        to.parent.mkdir(parents=True, exist_ok=True)
        transfer.download(file, to, clock)


def _copy(address: Address, place: Place) -> None:
    """Copy a file from a volume that is mounted, such as a claim."""
    parts = urlsplit(address.uri)
    if parts.netloc or not parts.path:
        raise UsageError("file: write file:///path")
    source = Path(unquote(parts.path))
    try:
        transfer.require_space(place.partial.parent, source.stat().st_size)
        shutil.copyfile(source, place.partial)
    except OSError as error:
        raise FetchError(f"{source}: {error.strerror}") from error
    if address.sha256 and (actual := transfer.checksum(place.partial)) != address.sha256:
        place.partial.unlink()
        raise FetchError(f"{source}: SHA-256 is {actual}, not {address.sha256}")
