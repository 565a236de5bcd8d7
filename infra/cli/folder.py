"""Where a command finds its project."""

from __future__ import annotations

from pathlib import Path

from infra import project


def root(given: Path | None) -> Path:
    """Return the project's folder: the given one, or the nearest at or above the working directory.

    Raises:
        InputError: If there is none.
    """
    return project.root_above(given.resolve() if given else Path.cwd())
