"""``slipway schema``: write the JSON Schema of a model's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from infra import spec_schema
from infra.cli.session import root
from infra.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "models/schema.json"
_OUT_OF_DATE = 4


def run(project: Path | None, *, check: bool) -> int:
    """Write the schema, or only compare it; return the exit code."""
    path = root(project) / _FILE
    text = spec_schema.text()
    current = path.read_text(encoding="utf-8") if path.is_file() else None
    if current == text:
        typer.echo(f"{_FILE} is up to date", err=True)
        return 0
    if check:
        typer.echo(_FILE)
        typer.echo(f"{_FILE} is out of date\n  fix: run `slipway schema`", err=True)
        return _OUT_OF_DATE
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(Problem(f"can't be written: {error.strerror}", "make it writable", _FILE)) from None
    typer.echo(f"wrote {_FILE}", err=True)
    return 0
