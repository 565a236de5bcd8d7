"""A number of replicas, or percent of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from models.base import text

_PERCENT = text(r"(100|[1-9]?[0-9])%", "a percentage", 'write a whole number, or one of 0% to 100% in quotes: "25%"')


def _form(value: object) -> str:
    return "percentage" if isinstance(value, str) else "number"


Amount = Annotated[
    Annotated[int, Field(ge=0, le=1000), Tag("number")] | Annotated[str, *_PERCENT, Tag("percentage")],
    Discriminator(_form),
]
"""A number of replicas, or a percentage of them."""


def replicas_of(amount: int | str, replicas: int) -> int:
    """Return the replicas that an amount stands for; a part of one counts as one, as in a budget and in a surge."""
    return amount if isinstance(amount, int) else -(-int(amount.removesuffix("%")) * replicas // 100)
