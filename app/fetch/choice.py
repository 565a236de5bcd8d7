"""Which of an artifact's files are brought: what ``--include`` names, without what ``--exclude`` does."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.fetch.errors import FetchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from app.fetch.address import Address

_SCHEMES = ("hf", "oci", "pvc", "file")


def check(address: Address) -> None:
    """Refuse patterns for an address of one file.

    Raises:
        UsageError: If there are patterns and nothing to choose from.
    """
    if (address.include or address.exclude) and urlsplit(address.uri).scheme not in _SCHEMES:
        raise UsageError(f"{address.uri} is one file; --include and --exclude choose from {', '.join(_SCHEMES)}")


def chosen(paths: Collection[str], address: Address) -> set[str]:
    """Return the wanted paths, which are relative to the artifact; ``*`` also stands for ``/``.

    Raises:
        FetchError: If a pattern matches no path, or no path is left.
    """
    for option, patterns in (("--include", address.include), ("--exclude", address.exclude)):
        for pattern in patterns:
            if not any(fnmatchcase(path, pattern) for path in paths):
                raise FetchError(f"{option}={pattern} matches none of the artifact's {len(paths)} files")
    found = {path for path in paths if _any(path, address.include or ("*",)) and not _any(path, address.exclude)}
    if paths and not found:
        raise FetchError("--include and --exclude leave none of the artifact's files")
    return found


def prune(folder: Path, address: Address) -> None:
    """Remove what isn't wanted from a folder.

    Raises:
        FetchError: If a pattern matches no file, or no file is left.
    """
    files = {str(file.relative_to(folder)): file for file in folder.rglob("*") if not file.is_dir()}
    for path in files.keys() - chosen(files, address):
        files[path].unlink()


def _any(path: str, patterns: Collection[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
