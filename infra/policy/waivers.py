"""Waivers: reviewed exceptions, each for one finding, with a reason, an owner, a ticket and an end."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from infra import yaml_load
from infra.errors import InputError, Place, Problem
from infra.validation import FieldPath, validate
from models.base import Part, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from infra.policy.annotations import Rule


def _a_day(text: str) -> str:
    try:
        parsed = datetime.date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        refuse(f"{text!r} is not a day", "write it as 2027-06-30; the waiver counts through the end of that day, UTC")
    return text


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
    expires: Annotated[str, AfterValidator(_a_day)]


def waivers_in(path: Path, folder: Path, rules: Mapping[str, Rule]) -> dict[str, Waiver]:
    """Read the waivers' file; no file is no waivers.

    Raises:
        InputError: With every waiver that is incomplete, or for a rule that doesn't exist.
    """
    if not path.exists():
        return {}
    file = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    document = yaml_load.load_one(yaml_load.read(path, shown=file), file)
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
        if found[name].code not in rules:
            what = f"no rule is called {found[name].code!r}"
            problems.append(Problem(what, "see `slipway rules`", place(("code",)), f"{name}.code"))
    if problems:
        raise InputError(*problems)
    return found
