from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from models.spec import ModelSpec
from tests.stack import SPEC, spec

# What an editor says must be what the loader does.
SAME: dict[str, tuple[dict[str, Any], bool]] = {
    "whole CPUs": ({"compute": {"cpu": 2}}, True),
    "whole CPUs in quotes": ({"compute": {"cpu": "2"}}, True),
    "a part of a CPU": ({"compute": {"cpu": "500m"}}, True),
    "a fraction": ({"compute": {"cpu": 0.5}}, False),
    "less than nothing": ({"compute": {"cpu": -2}}, False),
    "a version of one number": ({"version": 3}, True),
    "a version with a fraction": ({"version": 1.3}, False),
    "no unit": ({"compute": {"memory": "4GiB"}}, False),
}


@pytest.mark.parametrize("case", SAME)
def test_editors_and_the_loader_take_the_same_numbers(case: str) -> None:
    changes, taken = SAME[case]
    schema = ModelSpec.model_json_schema(by_alias=True)
    assert jsonschema.Draft202012Validator(schema).is_valid({**SPEC, **changes}) is taken
    if taken:
        spec(**changes)
    else:
        with pytest.raises(ValueError, match=r"numbers lose their last zeros|is not a"):
            spec(**changes)
