"""``slipway schema``: write the JSON Schemas of models' files and of presets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from infra import presets, spec_schema
from infra.cli.folder import root
from infra.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

_OUT_OF_DATE = 4


def run(project: Path | None, *, check: bool) -> int:
    """Write the schemas, or only compare them; return the exit code."""
    folder = root(project)
    texts = {"models/schema.json": spec_schema.text(spec_schema.schema())}
    if (folder / presets.FOLDER).is_dir():
        texts[f"{presets.FOLDER}/schema.json"] = spec_schema.text(spec_schema.preset_schema())
    codes = [_one(folder / file, file, text, check=check) for file, text in texts.items()]
    return max(codes)


def _one(path: Path, file: str, text: str, *, check: bool) -> int:
    current = path.read_text(encoding="utf-8") if path.is_file() else None
    if current == text:
        typer.echo(f"{file} is up to date", err=True)
        return 0
    if check:
        typer.echo(file)
        typer.echo(f"{file} is out of date\n  fix: run `slipway schema`", err=True)
        return _OUT_OF_DATE
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(Problem(f"can't be written: {error.strerror}", "make it writable", file)) from None
    typer.echo(f"wrote {file}", err=True)
    return 0
