"""A schedule in the five fields of cron, as the CronJob controller reads them."""

from __future__ import annotations

import re
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from models.base import refuse, text


class _Field(NamedTuple):
    name: str
    least: int
    most: int
    words: tuple[str, ...] = ()
    """Names of the numbers, from the least on."""


# https://pkg.go.dev/github.com/robfig/cron/v3: unlike elsewhere, Sunday is 0 only and there are no seconds.
_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    _Field("day of the week", 0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
_ITEM = re.compile(r"(?:[*?]|(\w+)(?:-(\w+))?)(?:/([1-9][0-9]?))?")


def _fires(schedule: str) -> str:
    fields = schedule.split()
    if len(fields) != len(_FIELDS):
        refuse(
            f"{schedule!r} has {len(fields)} fields, not the five of cron",
            'write minute, hour, day of the month, month and day of the week, such as "0 3 * * *"',
        )
    for field, written in zip(_FIELDS, fields, strict=True):
        if not all(_fits(field, item) for item in written.split(",")):
            refuse(
                f"{written!r} is not a {field.name}",
                f"use {field.least} to {field.most}, ranges (1-5), lists (1,3), steps (*/15) or *",
            )
    return schedule


def _fits(field: _Field, item: str) -> bool:
    match = _ITEM.fullmatch(item)
    if match is None:
        return False
    first, last, _ = match.groups()
    bounds = [_number(field, word) for word in (first, last) if word is not None]
    return all(field.least <= bound <= field.most for bound in bounds) and bounds == sorted(bounds)


def _number(field: _Field, word: str) -> int:
    if word.lower() in field.words:
        return field.least + field.words.index(word.lower())
    return int(word) if word.isascii() and word.isdigit() else -1


_TIME_ZONE = text(
    r"[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}", "a time zone's name", "write it as the IANA database does: Europe/Berlin, UTC"
)
Schedule = Annotated[str, AfterValidator(_fires)]
"""When a CronJob starts a Job: minute, hour, day of the month, month and day of the week."""
TimeZone = Annotated[str, *_TIME_ZONE]
"""A time zone of the IANA database, by its name."""
