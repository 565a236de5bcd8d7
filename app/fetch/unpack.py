"""Archives, unpacked without letting one write outside its folder, set permissions or fill the disk."""

from __future__ import annotations

import tarfile
import zipfile
from typing import TYPE_CHECKING

from app.fetch.errors import FetchError
from app.fetch.source import leads_outside
from app.fetch.transfer import require_space

if TYPE_CHECKING:
    from pathlib import Path

_FILES = 100_000
_HERE = {".", "./"}  # the folder itself, as `tar -C folder .` packs it


def unpack(archive: Path, to: Path) -> None:
    """Unpack a tar (plain or compressed) or zip archive into a folder.

    Raises:
        FetchError: If it is no archive, or holds what it must not.
    """
    to.mkdir(exist_ok=True)
    try:
        # A tar whose last file is a zip would pass for one, as that is told by its end; the other way round it can't.
        if tarfile.is_tarfile(archive):
            _untar(archive, to)
        else:
            _unzip(archive, to)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise FetchError(f"the archive can't be unpacked: {error}") from error


def _untar(archive: Path, to: Path) -> None:
    with tarfile.open(archive) as opened:
        members = opened.getmembers()
        if any(not (member.isfile() or member.isdir()) for member in members):
            raise FetchError("the archive holds links or devices; pack plain files")
        _allow(to, [(member.name, member.size) for member in members])
        opened.extractall(to, filter="data")


def _unzip(archive: Path, to: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        _allow(to, [(member.filename, member.file_size) for member in opened.infolist()])
        opened.extractall(to)  # noqa: S202 - every name was looked at


def _allow(to: Path, members: list[tuple[str, int]]) -> None:
    if len(members) > _FILES:
        raise FetchError(f"the archive holds {len(members)} files; {_FILES} is the most")
    for name, _ in members:
        if leads_outside(name) and name not in _HERE:
            raise FetchError(f"the archive holds {name!r}, which would lie outside of its folder")
    require_space(to, sum(size for _, size in members))
