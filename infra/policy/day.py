"""A day as waivers and rules write it."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import AfterValidator

from models.base import refuse


def _a_day(text: str) -> str:
    try:
        parsed = datetime.date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        refuse(f"{text!r} is not a day", "write it as 2027-06-30; days begin and end at midnight, UTC")
    return text


Day = Annotated[str, AfterValidator(_a_day)]
"""``2027-06-30`` and nothing like it."""


def days_between(first: str, last: str) -> int:
    """Return how many days there are from the first to the last, both counted."""
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days + 1


def start_of(day: str) -> int:
    """Return when a day begins, in nanoseconds since 1970."""
    return (days_between("1970-01-01", day) - 1) * 86_400_000_000_000
