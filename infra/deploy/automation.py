"""`slipway preview` and `slipway up`: the same Pulumi program, run through the Automation API."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

from pulumi import automation

from infra.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pulumi.automation import EngineEvent

    from infra.report.progress import Progress

Command = Literal["preview", "up"]


def drive(root: Path, pulumi_stack: str, command: Command, progress: Progress, changed: Callable[[], None]) -> None:
    """Run one command on a Pulumi stack, which is made if there is none.

    Args:
        root: The project's folder.
        pulumi_stack: A stack or a scope of one.
        command: What Pulumi is to do.
        progress: Takes what happens to each resource.
        changed: Called whenever ``progress`` has taken something.

    Raises:
        EngineError: If there is no Pulumi, or it ends with a failure.
    """
    if shutil.which("pulumi") is None:
        fix = "install Pulumi, or use `slipway render` and let Argo CD or Flux apply the tree"
        raise EngineError(f"slipway {command} needs the program `pulumi` on PATH\n  fix: {fix}")
    errors: list[str] = []

    def observe(event: EngineEvent) -> None:
        diagnostic = event.diagnostic_event
        if diagnostic and diagnostic.severity == "error":
            errors.append(diagnostic.message.strip())
        if _noted(progress, event):
            changed()

    try:
        stack = automation.create_or_select_stack(pulumi_stack, work_dir=str(root))
        if command == "preview":
            stack.preview(on_event=observe)
        else:
            stack.up(on_event=observe)
    except automation.InvalidVersionError as error:
        raise EngineError(f"this `pulumi` can't be used: {error}\n  fix: install a released version") from None
    except automation.CommandError as error:
        raise EngineError(f"pulumi {command} failed: {errors[0] if errors else _reason(error)}") from None


def _noted(progress: Progress, event: EngineEvent) -> bool:
    """Take a resource's event; others change nothing."""
    for happened, note in (
        (event.resource_pre_event, progress.started),
        (event.res_outputs_event, progress.done),
        (event.res_op_failed_event, progress.failed),
    ):
        if happened:
            note(happened.metadata.urn, str(happened.metadata.op.value))
            return True
    return False


def _reason(error: automation.CommandError) -> str:
    lines = [line for line in str(error).splitlines() if line.strip().startswith("error:")]
    return lines[0].strip() if lines else str(error).strip()
