"""One file onto the disk: resumed where it stopped, tried again while there is time, and verified."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from typing import TYPE_CHECKING

from app.fetch import http
from app.fetch.clock import Backoff
from app.fetch.errors import FetchError, Transient
from app.fetch.log import say

if TYPE_CHECKING:
    from pathlib import Path

    from urllib3 import BaseHTTPResponse

    from app.fetch.clock import Clock
    from app.fetch.source import RemoteFile

_CHUNK = 1 << 20
_TOLD_BYTES = 1 << 28
_UNSATISFIABLE = 416
_PARTIAL = 206
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


def download(file: RemoteFile, to: Path, clock: Clock, sha256: str | None = None) -> None:
    """Bring a file to ``to``; what is there already is its beginning if the server agrees.

    Raises:
        FetchError: If it can't be brought in time, or is not what it should be.
    """
    wanted = sha256 or file.sha256
    resumed = to.exists()
    if not (resumed and _complete(to, file.size, wanted)):
        _try_until_done(file, to, clock)
    if wanted and (actual := checksum(to)) != wanted:
        forget(to)
        if not resumed:
            raise FetchError(
                f"SHA-256 is {actual}, not {wanted}: the source holds another file; nothing was put in place"
            )
        say("starting anew", reason="the file that was resumed has another checksum")
        download(file, to, clock, sha256)
    _tag(to).unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def forget(to: Path) -> None:
    """Remove what was brought so far."""
    to.unlink(missing_ok=True)
    _tag(to).unlink(missing_ok=True)


def _complete(to: Path, size: int | None, sha256: str | None) -> bool:
    """Whether nothing is left to bring; without a checksum that can't be known."""
    return sha256 is not None and size in (None, to.stat().st_size) and checksum(to) == sha256


def _try_until_done(file: RemoteFile, to: Path, clock: Clock) -> None:
    backoff = Backoff(clock)
    while True:
        before = _size(to)
        try:
            _once(file, to, clock)
        except Transient as error:
            backoff.wait(error, progressed=_size(to) > before)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise FetchError(f"no space is left in {to.parent}") from error
            raise
        else:
            return


def _once(file: RemoteFile, to: Path, clock: Clock) -> None:
    asked = file.request(clock)
    offset, tag = _size(to), _read_tag(to)
    if offset and not tag:  # without a tag it can't be known that the rest belongs to this beginning
        forget(to)
        offset = 0
    headers = dict(asked.headers)
    if offset and tag:
        headers |= {"range": f"bytes={offset}-", "if-range": tag}
    with http.get(asked.url, headers, clock) as response:
        if response.status == _UNSATISFIABLE:
            forget(to)
            raise Transient("there is nothing after what is here: starting anew")
        start, total = _extent(response, offset)
        _tag(to).write_text(json.dumps(_strong_tag(response)))
        if total is not None:
            require_space(to.parent, total - start)
        _write(response, to, start, clock)
    if total is not None and _size(to) != total:
        raise Transient(f"{_size(to)} of {total} bytes came")


def _extent(response: BaseHTTPResponse, offset: int) -> tuple[int, int | None]:
    """Return where the answer's bytes belong, and how many the file has."""
    if response.status != _PARTIAL:
        length = response.headers.get("content-length", "")
        return 0, int(length) if length.isdigit() else None
    match = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if not match or int(match[1]) != offset:
        raise FetchError("the server answered with another range than it was asked for")
    return offset, None if match[2] == "*" else int(match[2])


def _write(response: BaseHTTPResponse, to: Path, start: int, clock: Clock) -> None:
    with to.open("r+b" if start else "wb") as opened:
        opened.seek(start)
        opened.truncate()
        told = start
        for chunk in response.stream(_CHUNK, decode_content=False):
            opened.write(chunk)
            clock.left()
            if opened.tell() - told >= _TOLD_BYTES:
                told = opened.tell()
                say("progress", file=to.name, bytes=told)
        opened.flush()
        os.fsync(opened.fileno())


def require_space(folder: Path, size: int) -> None:
    """Refuse to begin what can't be finished.

    Raises:
        FetchError: If the volume has less room.
    """
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize
    if size > free:
        raise FetchError(f"{size} bytes are needed in {folder}, {free} are free: raise artifact.size or cache.size")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _tag(to: Path) -> Path:
    return to.with_name(f"{to.name}.tag")


def _read_tag(to: Path) -> str | None:
    try:
        found = json.loads(_tag(to).read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, str) else None


def _strong_tag(response: BaseHTTPResponse) -> str | None:
    """Return what names these very bytes; a weak tag only names something alike."""
    tag = response.headers.get("etag")
    return tag if tag and not tag.startswith("W/") else response.headers.get("last-modified")
