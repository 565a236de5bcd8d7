"""Where verdicts go: one format on stdout, and any number of them to files."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from infra.errors import InputError, Problem
from infra.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from infra.policy.verdict import Judged
    from infra.report import Format

_WIDTH_OF_FILES = 120
"""Columns of a table that no terminal shows."""


def files(asked: Sequence[str]) -> dict[Path, Format]:
    """Return the reports to write, from ``FORMAT=FILE``; those of an earlier run go, or they could pass for this one's.

    Raises:
        InputError: If one can't be understood, or its file can't be written.
    """
    found: dict[Path, Format] = {}
    for one in asked:
        form, _, name = one.partition("=")
        if form not in FORMATS or not name:
            fix = f"write it as FORMAT=FILE, with one of {', '.join(FORMATS)}"
            raise InputError(Problem(f"{one!r} is no report", fix, field="--report"))
        found[Path(name)] = form
    for path in found:
        try:
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(path, error) from None
    return found


def publish(judged: Sequence[Judged], form: Format, reports: Mapping[Path, Format]) -> None:
    """Print the verdicts and write the reports.

    Raises:
        InputError: If a file can't be written.
    """
    typer.echo(_on_stdout(judged, form), nl=False)
    for path, wanted in reports.items():
        try:
            path.write_text(_text(judged, wanted, _WIDTH_OF_FILES, colour=False), encoding="utf-8")
        except OSError as error:
            raise _unwritable(path, error) from None


def _on_stdout(judged: Sequence[Judged], form: Format) -> str:
    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else _WIDTH_OF_FILES
    return _text(judged, form, width, colour=on_terminal)


def _text(judged: Sequence[Judged], form: Format, width: int, *, colour: bool) -> str:
    if form == "table":
        from infra.report.table import as_table

        return "".join(as_table(one, width=width, colour=colour) for one in judged)
    if form == "json":
        from infra.report.json_report import as_json as write
    elif form == "sarif":
        from infra.report.sarif import as_sarif as write
    elif form == "junit":
        from infra.report.junit import as_junit as write
    elif form == "github":
        from infra.report.github import as_github as write
    else:
        from infra.report.markdown import as_markdown as write
    return write(judged)


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(Problem(f"can't be written: {error.strerror}", "name another file", str(path), "--report"))
