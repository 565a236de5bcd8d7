"""``slipway render``: build, judge, and write or compare the rendered trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from infra import project, stacks, tree
from infra.cli.folder import root
from infra.cli.publishing import publish
from infra.court import Court, policies
from infra.errors import InputError, Problem
from infra.rendering import files_of
from infra.stack_verdict import context_of, verdict_on

if TYPE_CHECKING:
    from pathlib import Path

    from infra.ledger import RenderedFile
    from infra.policy.engine import Chosen
    from infra.report import Format

_DENIED = 1
_OUT_OF_DATE = 4


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    stacks: tuple[str, ...]
    every: bool
    check: bool
    output: Path | None
    engine: Chosen
    form: Format
    at: str
    project: Path | None


def run(options: Options) -> int:
    """Judge all stacks, then write all of them or, if one is denied, none; return the exit code."""
    folder = root(options.project)
    output = options.output or folder / "rendered"
    court = Court(policies(folder), options.engine, options.at)
    built = project.built(folder, _names(options, folder))
    judged = []
    for stack in built:
        tree = output / stack.settings.settings.stack
        context = context_of(stack.settings.settings)
        judged.append(verdict_on(stack, court, context, tree, _shown(tree, folder)))
    publish(judged, options.form, {})
    if any(one.verdict.outcome == "denied" for one in judged):
        typer.echo("nothing was written", err=True)
        return _DENIED
    trees = [(output / stack.settings.settings.stack, files_of(stack)) for stack in built]
    return _compare(trees, folder) if options.check else _write(trees, folder)


def _names(options: Options, folder: Path) -> list[str]:
    if options.every == bool(options.stacks):
        fix = f"choose {', '.join(stacks.names(folder)) or 'none: add a Pulumi.<stack>.yaml'}, or --all"
        raise InputError(Problem("name the stacks to render, or give --all", fix))
    return stacks.names(folder) if options.every else list(dict.fromkeys(options.stacks))


def _write(trees: list[tuple[Path, dict[str, RenderedFile]]], folder: Path) -> int:
    for path, files in trees:
        changes = tree.write(path, files)
        typer.echo(
            f"{_shown(path, folder)}: {len(changes.added)} added, {len(changes.changed)} changed,"
            f" {len(changes.removed)} removed, {len(changes.unchanged)} unchanged",
            err=True,
        )
    return 0


def _compare(trees: list[tuple[Path, dict[str, RenderedFile]]], folder: Path) -> int:
    drifts = [(_shown(path, folder), tree.compare(path, files)) for path, files in trees]
    found = [f"{shown}/{file}" for shown, drift in drifts for file in drift.paths]
    for file in found:
        typer.echo(file)
    for foreign in [f"{shown}/{file}" for shown, drift in drifts for file in drift.foreign]:
        typer.echo(f"{foreign} is not Slipway's: it is left alone, and nothing judges it", err=True)
    if not found:
        typer.echo("the rendered trees are up to date", err=True)
        return 0
    typer.echo(f"{len(found)} files are out of date\n  fix: run `slipway render` and commit what it writes", err=True)
    return _OUT_OF_DATE


def _shown(path: Path, folder: Path) -> str:
    """Return how reports call a path: as seen from the project, if it is in there."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
