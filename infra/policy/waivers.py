"""Waivers: reviewed exceptions, each for one finding, with a reason, an owner, a ticket and an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from infra import yaml_load
from infra.errors import InputError, Place, Problem
from infra.policy.day import Day, days_between
from infra.validation import FieldPath, validate
from models.base import Part, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from infra.policy.annotations import Rule


Text = Annotated[str, Field(min_length=1)]


class WaivedObject(Part):
    """The one object a waiver is for; every part must match."""

    api_version: Text
    kind: Text
    namespace: str = ""
    name: Text


class Waiver(Part):
    """One exception. Whether it is active is decided by the rules' own ``lib/waiver.rego``."""

    code: Text
    object: WaivedObject
    container: str | None = None
    path: Annotated[str, Field(pattern=r"^/")]
    """JSON pointer of the finding."""
    reason: Text
    owner: Text
    ticket: Text
    first: Annotated[Day | None, Field(alias="from")] = None
    """The first day on which it counts; where there is none, it counts at once."""
    expires: Day
    """The last day on which it counts."""

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Waiver:
        if self.first and self.first > self.expires:
            refuse(f"it ends before it begins, on {self.first}", "correct one of the days", "expires")
        return self


def waivers_in(text: str, file: str, rules: Mapping[str, Rule], longest_days: Mapping[str, int]) -> dict[str, Waiver]:
    """Return the waivers of a file.

    Args:
        text: What the file contains.
        file: What problems call it.
        rules: The rules that a waiver may be for; one for another rule excuses nothing, and is reported.
        longest_days: For how many days a waiver may count, by severity.

    Raises:
        InputError: With every waiver that is incomplete or too long.
    """
    document = yaml_load.load_one(text, file)
    found: dict[str, Waiver] = {}
    problems: list[Problem] = []
    for name, content in document.value.items():

        def place(inner: FieldPath, name: str = name) -> Place:
            return Place(file, document.line((name, *inner)))

        try:
            found[name] = validate(Waiver, content, place)
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(
            Problem(what, fix, place(("expires",)), f"{name}.expires")
            for what, fix in _too_long(found[name], rules, longest_days)
        )
    if problems:
        raise InputError(*problems)
    return found


def _too_long(waiver: Waiver, rules: Mapping[str, Rule], longest_days: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if waiver.code in rules and waiver.first:
        severity = rules[waiver.code].severity
        days, most = days_between(waiver.first, waiver.expires), longest_days[severity]
        if days > most:
            yield f"{days} days, and a waiver for severity {severity} may last {most}", "review it earlier"


def names_for(waivers: Mapping[str, Waiver], code: str) -> list[str]:
    """Return the names of the waivers for a rule."""
    return [name for name, waiver in waivers.items() if waiver.code == code]
