"""``slipway export``: the rules for other front ends, in a folder of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import typer

from infra.cli.folder import root
from infra.court import nanoseconds, policies
from infra.errors import InputError, Problem
from infra.export.exported import Exported, Occasion
from infra.export.gatekeeper import as_gatekeeper
from infra.export.opa_bundle import as_opa_bundle
from infra.export.pulumi_pack import as_pulumi_pack

if TYPE_CHECKING:
    from pathlib import Path

Target = Literal["opa-bundle", "gatekeeper", "pulumi-pack"]
_LEDGER = "slipway-export.json"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    target: Target
    folder: Path
    environment: str
    at: str
    project: Path | None


def run(options: Options) -> None:
    """Write the export, in place of an earlier one.

    Raises:
        InputError: If the folder holds something else, or can't be written.
    """
    exported = _exported(options)
    folder = options.folder
    try:
        _clear(folder)
        for name, text in exported.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        ledger = {"target": options.target, "files": sorted(exported.files), "left_out": dict(exported.left_out)}
        (folder / _LEDGER).write_text(json.dumps(ledger, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(Problem(f"can't be written: {error.strerror}", "name another folder", str(folder))) from None
    typer.echo(f"{folder}: {len(exported.files)} files for {options.environment}", err=True)
    for code, reason in exported.left_out.items():
        typer.echo(f"left out: {code}: {reason}", err=True)


def _exported(options: Options) -> Exported:
    laws = policies(root(options.project))
    occasion = Occasion(options.environment, nanoseconds(options.at))
    if options.target == "opa-bundle":
        return as_opa_bundle(laws)
    return as_gatekeeper(laws, occasion) if options.target == "gatekeeper" else as_pulumi_pack(laws, occasion)


def _clear(folder: Path) -> None:
    """Remove an earlier export, and nothing else."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        files = json.loads((folder / _LEDGER).read_text(encoding="utf-8"))["files"]
        inside = [folder / name for name in files if ".." not in name.split("/") and not name.startswith("/")]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        what = "holds something, and no earlier export"
        raise InputError(Problem(what, "name a folder that is empty or new", str(folder))) from None
    for file in [*inside, folder / _LEDGER]:
        file.unlink(missing_ok=True)
