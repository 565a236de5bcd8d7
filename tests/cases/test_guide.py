"""The guide for those who come from elsewhere names fields that a spec has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.runtime import RUNTIMES
from models.spec import ModelSpec
from tests.cases.spec import CASES
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = (REPOSITORY / "docs" / "coming-from.md").read_text()


def _properties(schema: object) -> Iterator[str]:
    match schema:
        case dict():
            yield from schema.get("properties", {})
            for inner in schema.values():
                yield from _properties(inner)
        case list():
            for inner in schema:
                yield from _properties(inner)


def test_every_field_of_the_guide_is_one_of_a_spec() -> None:
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|$", GUIDE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    schema = ModelSpec.model_json_schema(by_alias=True)
    known = set(_properties(schema))
    unknown = {name for name in named - set(RUNTIMES) for part in name.split(".") if part not in known}
    assert len(named) > 20
    assert unknown == set()


def test_the_guide_counts_the_specs() -> None:
    assert (len(CASES), "Twenty public deployments" in GUIDE) == (20, True)
