"""Whether Pulumi was given other settings than the stack's file holds: nothing may be deployed that wasn't reviewed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra.errors import InputError, Problem
from infra.ledger import read_ledger
from infra.rendering import made_from, rendered_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from infra.manifest import Json
    from infra.settings import Settings

_PREFIX = "slipway:"
_EMPTY = ("", "{}", "[]")
"""Defaults of Pulumi.yaml's schema: a scope's own file holds no settings, and these stand for that."""


def require_the_file_s(given: Mapping[str, str], written: Mapping[str, Json], file: str) -> None:
    """Compare what Pulumi passes to the program with the stack's file.

    Args:
        given: Pulumi's configuration, all values as text.
        written: The file's ``config:``.
        file: The file's name.

    Raises:
        InputError: With each setting that differs.
    """
    differing = [
        key
        for key in sorted(given)
        if key.startswith(_PREFIX) and given[key] not in _EMPTY and not _same(given[key], written.get(key))
    ]
    if differing:
        fix = f"change {file} instead, so that it can be reviewed; -c and --config-file can't"
        what = "Pulumi was given another value than the file holds"
        raise InputError(*(Problem(what, fix, file, key) for key in differing))


def require_rendered(settings: Settings, tree: Path, file: str) -> None:
    """Compare the settings with those that the stack's rendered tree was made from, if there is one.

    Pulumi writes the values of ``-c`` into the stack's file before it runs the program, so for the stack itself only
    the reviewed tree can tell that they are new.

    Raises:
        InputError: If they differ.
    """
    wanted = made_from(rendered_settings(settings))
    made = {record.inputs for record in read_ledger(tree).files.values() if record.owner.kind == "platform"}
    if made and made != {wanted}:
        what = f"these are not the settings that rendered/{tree.name} was made from"
        fix = f"run `slipway render {tree.name}` and have both reviewed, or restore the file; was -c given?"
        raise InputError(Problem(what, fix, file))


def _same(given: str, written: Json) -> bool:
    if isinstance(written, dict | list):
        try:
            return bool(json.loads(given) == written)
        except ValueError:
            return False
    if isinstance(written, bool):
        return given == str(written).lower()
    return written is not None and given == str(written)
