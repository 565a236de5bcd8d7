"""Paths inside a rendered tree: relative, and never through a symbolic link."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from infra.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_relative(path: str) -> bool:
    """Tell whether a path is written in its one plain form and stays below where it starts."""
    pure = PurePosixPath(path)
    return (
        pure.as_posix() == path
        and pure.parts != ()
        and not pure.is_absolute()
        and ".." not in pure.parts
        and "\\" not in path
        and path.isprintable()
    )


def locate(root: Path, path: str) -> Path:
    """Return the place of a file of the tree; what is there, if anything, is a regular file.

    Raises:
        InputError: The path leaves the tree, leads through a link or a file, or is a link or a folder.
    """
    if not is_relative(path):
        raise InputError(Problem(f"{path!r} isn't a path inside the tree", "use a plain relative path", str(root)))
    target = root / path
    for folder in list(target.relative_to(root).parents)[-2::-1]:
        _refuse_unless(root / folder, "folder")
    _refuse_unless(target, "file")
    return target


def _refuse_unless(place: Path, wanted: str) -> None:
    """Refuse anything but the wanted kind; nothing at all is fine."""
    if place.is_symlink():
        what, fix = "is a symbolic link", "remove the link; a rendered tree holds plain files and folders"
    elif not place.exists() or (place.is_dir() if wanted == "folder" else place.is_file()):
        return
    else:
        what, fix = f"is in the way: a {wanted} of this name must be written", "move it out of the tree"
    raise InputError(Problem(what, fix, str(place)))


def check_root(root: Path) -> None:
    """Refuse a root that can't be a folder of plain files.

    Raises:
        InputError: It is a link or a file.
    """
    if root.is_symlink():
        raise InputError(Problem("is a symbolic link", "name the folder it leads to", str(root)))
    if root.exists() and not root.is_dir():
        raise InputError(Problem("is a file, not a folder", "move it away, or name another folder", str(root)))


def walk(root: Path) -> Iterator[str]:
    """Yield every file and link of the tree, without following links."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        yield from ((here / name).relative_to(root).as_posix() for name in (*names, *links))


@contextmanager
def disk_problems(root: Path) -> Iterator[None]:
    """Turn what the disk refuses into a problem that names the file.

    Raises:
        InputError: In place of an OSError.
    """
    try:
        yield
    except OSError as error:
        place = str(error.filename2 or error.filename or root)
        fix = "make room or correct the permissions, then run this again; nothing is lost"
        raise InputError(Problem(f"the disk refuses: {error.strerror or error}", fix, place)) from error
