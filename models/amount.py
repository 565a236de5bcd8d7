"""A number of pods, or percent of a workload's replicas."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from models.base import number_as_text, text

_PATTERN = r"[0-9]{1,4}|(100|[1-9]?[0-9])%"
_AMOUNT, _ = text(_PATTERN, "a number of pods or a share of them", "write 1 or 25%")
_SCHEMA = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": f"^({_PATTERN})$"}]}
Amount = Annotated[str, BeforeValidator(number_as_text), _AMOUNT, WithJsonSchema(_SCHEMA)]
"""Pods: a number, or percent of the replicas."""


def pods(amount: str, replicas: int) -> int:
    """Return how many pods an amount stands for; the API rounds a surge and what must stay up."""
    return math.ceil(replicas * int(amount[:-1]) / 100) if amount.endswith("%") else int(amount)


def written(amount: str) -> int | str:
    """Return an amount as the API takes it."""
    return amount if amount.endswith("%") else int(amount)
