"""The steps from an address to an artifact in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.fetch import choice, mounted, transfer
from app.fetch.errors import FetchError
from app.fetch.log import say
from app.fetch.place import Place
from app.fetch.sources import source_of
from app.fetch.unpack import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.fetch.address import Address
    from app.fetch.clock import Clock
    from app.fetch.source import RemoteFile


def run(address: Address, target: Path, clock: Clock) -> None:
    """Bring an artifact, unless exactly this one is there already.

    Raises:
        FetchError: If it can't be brought; the target is then as it was.
    """
    choice.check(address)
    place = Place(target)
    with place.lock(clock):
        if place.holds(address):
            say("already in place", path=str(target))
            return
        place.prepare(address)
        finished = _bring(address, place, clock)
        if address.unpack:
            unpack(finished, place.unpacked)
            finished = place.unpacked
        place.put(finished, address)


def _bring(address: Address, place: Place, clock: Clock) -> Path:
    """Return what was brought."""
    if urlsplit(address.uri).scheme in mounted.SCHEMES:
        mounted.copy(address, place.partial, clock)
        return place.partial
    files = source_of(address).files(clock)
    if len(files) == 1 and not files[0].path:
        transfer.download(files[0], place.partial, clock, address.sha256)
        return place.partial
    _download(files, place.partial, clock)
    if not any(file.packed for file in files):
        return place.partial
    folder = _assemble(files, place)
    choice.prune(folder, address)
    return folder


def _download(files: Sequence[RemoteFile], folder: Path, clock: Clock) -> None:
    folder.mkdir(exist_ok=True)
    have = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    transfer.require_space(folder, sum(file.size or 0 for file in files) - have)
    for file in files:
        to = folder / file.path
        to.parent.mkdir(parents=True, exist_ok=True)
        transfer.download(file, to, clock)


def _assemble(files: Sequence[RemoteFile], place: Place) -> Path:
    """Unpack what is packed, in order and beside the plain files, and return the folder."""
    folder = place.unpacked
    folder.mkdir()
    for file in files:
        brought, to = place.partial / file.path, folder / file.path
        if file.packed:
            unpack(brought, folder)
            brought.unlink()
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            brought.replace(to)
    if removed := next(folder.rglob(".wh.*"), None):
        raise FetchError(f"a layer removes {removed.name.removeprefix('.wh.')} of another; pack the model in one layer")
    return folder
