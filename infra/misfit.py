"""One thing in a spec that its stack can't carry."""

from __future__ import annotations

from typing import NamedTuple


class Misfit(NamedTuple):
    """What is wrong with a field on a stack, and the way out."""

    field: tuple[str, ...]
    what: str
    fix: str
