"""What differs between the rendered trees of stacks: every value, beside those of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from infra.manifest import identity
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from infra.manifest import Json, Manifest

Values = dict[str, str]
"""Place in an object → value."""


def objects(stack: str, file: str) -> dict[str, Manifest]:
    """Return the objects of a rendered file by kind and name; none where the stack has no such file."""
    path = REPOSITORY / "rendered" / stack / file
    if not path.exists():
        return {}
    return {str(identity(manifest)): manifest for manifest in yaml.safe_load_all(path.read_text())}


def values(value: Json, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every value of an object with its place."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            name = f"[{key}]" if "." in key or "/" in key else f".{key}" if place else key
            yield from values(inner, f"{place}{name}")
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from values(inner, f"{place}[{index}]")
    else:
        yield place, str(value)


def differing(stacks: Sequence[str], file: str) -> dict[str, dict[str, tuple[str | None, ...]]]:
    """Return object → place → each stack's value, for those that aren't the same in all of them."""
    trees = [objects(stack, file) for stack in stacks]
    found = {}
    for name in dict.fromkeys(name for tree in trees for name in tree):
        columns = [dict(values(tree.get(name, {}))) for tree in trees]
        places = dict.fromkeys(place for column in columns for place in column if place)
        rows = {place: tuple(column.get(place) for column in columns) for place in places}
        if differ := {place: row for place, row in rows.items() if len(set(row)) > 1}:
            found[name] = differ
    return found


def table(stacks: Sequence[str], file: str) -> str:
    """Return the differences as Markdown: a table for each object."""
    parts = []
    for name, rows in differing(stacks, file).items():
        lines = [f"**{name}**", "", f"| | {' | '.join(stacks)} |", f"|---|{'---|' * len(stacks)}"]
        lines += [f"| `{place}` | {' | '.join(map(_cell, row))} |" for place, row in rows.items()]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _cell(value: str | None) -> str:
    if value is None:
        return ""
    return " <br> ".join(f"`{line}`" for line in value.replace("|", "\\|").rstrip().splitlines())
