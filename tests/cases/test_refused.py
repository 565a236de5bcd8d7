"""What the originals ask for and can't be had, or isn't safe, is refused by name and with the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infra import yaml_load
from models.base import merged
from tests.cases.spec import refusals, written

_FILE = Path(__file__).parent / "refused.yaml"
REFUSED: list[dict[str, Any]] = yaml_load.load_one(f"all:\n{_FILE.read_text()}", _FILE.name).value["all"]


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: f"{one['case']}: {one['says']}")
def test_what_is_unsafe_or_unsupported_is_refused(one: dict[str, Any]) -> None:
    found = refusals(one["spec"], merged(written(one["spec"]), one["change"]))
    assert found == [(one["field"], one["what"], one["fix"])]
