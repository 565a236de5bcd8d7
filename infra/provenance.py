"""Which field of a spec a part of an object comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Sources: TypeAlias = Mapping[tuple[str, str], str]
"""(kind, JSON pointer prefix) → dotted spec field. Each builder module states its own."""


def field_of(kind: str, pointer: str, sources: Sources) -> str | None:
    """Return the spec field behind a place in an object: the longest prefix of the pointer that is named."""
    parts = pointer.split("/")
    for length in range(len(parts), 0, -1):
        field = sources.get((kind, "/".join(parts[:length])))
        if field is not None:
            return field
    return None
