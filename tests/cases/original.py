"""The originals: public deployments beside the repository, as their projects publish them."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infra import yaml_load
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from infra.manifest import Json, Manifest

FOLDER = Path(os.environ.get("SLIPWAY_CASES", REPOSITORY.parent / "shared" / "cases"))
"""Where the originals are; ``SLIPWAY_CASES`` names another folder."""
_ROW = re.compile(r"^\| (?P<file>[0-9]+b?-\S+)\.yaml \|[^|]*\| (?P<tier>[ABC]) \| (?P<facts>.*) \|$", re.MULTILINE)


def require() -> None:
    """Skip where the originals aren't there: the project stands alone, so that isn't a failure, in CI neither."""
    if not FOLDER.is_dir():
        pytest.skip(f"the originals of the cases are not in {FOLDER.parent.name}/{FOLDER.name} beside the repository")


@cache
def documents(case: str) -> tuple[Manifest, ...]:
    """Return the documents of an original that say anything."""
    found = yaml_load.load_all((FOLDER / f"{case}.yaml").read_text(), case)
    return tuple(one.value for one in found if one.value is not None)


def names() -> list[str]:
    """Return the names of all originals."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def table() -> dict[str, tuple[str, list[str]]]:
    """Return what the originals' README says of each: its tier, and the facts that must be expressed."""
    rows = _ROW.finditer((FOLDER / "README.md").read_text())
    return {row["file"]: (row["tier"], [fact.strip() for fact in row["facts"].split(";")]) for row in rows}


def inside(value: Json, *path: str | int) -> Json:
    """Return a part of a value; an item of a list by its position or by its name, and None where nothing is."""
    for key in path:
        match value:
            case dict():
                value = value.get(key)
            case list() if isinstance(key, int):
                value = value[key]
            case list():
                value = next((one for one in value if one["name"] == key), None)
            case _:
                return None
    return value
