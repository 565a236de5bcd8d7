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

Command = Literal["preview", "up"]


def drive(root: Path, pulumi_stack: str, command: Command, on_event: Callable[[EngineEvent], None]) -> None:
    """Run one command on a Pulumi stack, which is made if there is none.

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
        on_event(event)

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


def _reason(error: automation.CommandError) -> str:
    lines = [line for line in str(error).splitlines() if line.strip().startswith("error:")]
    return lines[0].strip() if lines else str(error).strip()
