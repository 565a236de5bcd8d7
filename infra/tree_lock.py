"""One writer at a time for a rendered tree."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from infra.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Hold the lock of a tree, a file beside it that is there only as long.

    Raises:
        InputError: Another process holds it.
        OSError: The lock file can't be made.
    """
    path = root.parent / f".slipway-{root.name}.lock"
    descriptor = _acquire(path)
    try:
        yield
    finally:
        try:
            path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)


def _acquire(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_open_as(path, descriptor):
                return descriptor
        except BlockingIOError as error:
            os.close(descriptor)
            problem = Problem("another slipway is writing this tree", "wait for it, then run this again", str(path))
            raise InputError(problem) from error
        os.close(descriptor)  # its last holder removed it just before we locked it


def _is_open_as(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
