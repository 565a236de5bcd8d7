"""``slipway preview`` and ``slipway up``: judge, then let Pulumi show or make the changes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live

from infra import project
from infra.cli.folder import root
from infra.cli.publishing import publish
from infra.court import Court, policies
from infra.deploy.automation import Command, drive
from infra.deploy.scope import Scope
from infra.policy.engine import Chosen
from infra.report.progress import Progress
from infra.stack_verdict import context_of, verdict_on

if TYPE_CHECKING:
    from pathlib import Path

_DENIED = 1
_WIDTH_OF_FILES = 120


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    stack: str
    command: Command
    project: Path | None


def run(options: Options) -> int:
    """Judge the stack in words, then run Pulumi on the scope; return the exit code."""
    folder = root(options.project)
    scope = Scope.of(options.stack)
    (stack,) = project.built(folder, [scope.stack])
    scope.components(stack.components)
    tree = f"rendered/{scope.stack}"
    court = Court(policies(folder), Chosen(), "")
    judged = verdict_on(stack, court, context_of(stack.settings.settings), folder / tree, tree)
    publish([judged], "table", {})
    if judged.verdict.outcome == "denied":
        return _DENIED
    progress = Progress()
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_FILES)
    with Live(console=console, auto_refresh=False, transient=True) as live:
        try:
            drive(folder, options.stack, options.command, progress, lambda: _draw(live, progress))
        finally:
            live.update("", refresh=console.is_terminal)
            console.print(progress.table())
    return 0


def _draw(live: Live, progress: Progress) -> None:
    live.update(progress.table(), refresh=live.console.is_terminal)
