"""What the commands share: the project, the policy bundle, the day, and printing verdicts."""

from __future__ import annotations

import datetime
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from infra import project
from infra.errors import InputError, Problem
from infra.policy import bundle
from infra.policy.engine import engine
from infra.policy.judge import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.manifest import Manifest
    from infra.policy.bundle import Bundle
    from infra.policy.context import Context
    from infra.policy.engine import Chosen
    from infra.policy.verdict import Verdict
    from infra.report import Format

_WIDTH_OF_FILES = 120
"""Columns of a table that no terminal shows."""


def root(given: Path | None) -> Path:
    """Return the project's folder."""
    return project.root_above(given.resolve() if given else Path.cwd())


def policies(folder: Path) -> Bundle:
    """Return the project's policy bundle."""
    return bundle.load(folder / "policies")


class Court:
    """Judges with one bundle, one engine and one moment."""

    def __init__(self, folder: Path, chosen: Chosen, day: str) -> None:
        """Read the bundle; ``day`` is empty for now."""
        self._bundle = policies(folder)
        self._engine = engine(chosen)
        self._now_ns = nanoseconds(day)

    def judge(self, manifests: Sequence[Manifest], context: Context) -> Verdict:
        """Return the verdict on the manifests."""
        return judge(manifests, context, self._bundle, self._engine, self._now_ns)


def nanoseconds(day: str) -> int:
    """Return the start of a day (UTC) in nanoseconds since 1970; the clock's time for an empty one.

    Raises:
        InputError: If the day isn't one.
    """
    try:
        now = datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else datetime.datetime.now(datetime.UTC)
    except ValueError:
        raise InputError(Problem(f"{day!r} is not a day", "write it as 2027-06-30", field="--at")) from None
    return int(now.timestamp()) * 1_000_000_000


def show(verdict: Verdict, title: str, form: Format) -> None:
    """Print a verdict on stdout."""
    if form == "json":
        from infra.report.json_report import as_json

        typer.echo(as_json(verdict))
        return
    from infra.report.table import as_table

    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else _WIDTH_OF_FILES
    typer.echo(as_table(verdict, title, width=width, colour=on_terminal), nl=False)
