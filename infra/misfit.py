"""What a check of a spec against its stack finds."""

from __future__ import annotations

from typing import NamedTuple


class Misfit(NamedTuple):
    """One thing in a spec that its stack can't carry."""

    field: tuple[str | int, ...]
    what: str
    fix: str
