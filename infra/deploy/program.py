"""The Pulumi program: build, judge, and only then declare."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pulumi

from infra import project, stacks
from infra.court import Court, policies
from infra.deploy.cluster import provider
from infra.deploy.components import Declaration
from infra.deploy.engine_config import require_rendered, require_the_file_s
from infra.deploy.outputs import outputs
from infra.deploy.scope import Scope
from infra.errors import SlipwayError
from infra.policy.engine import Chosen
from infra.report.table import as_table
from infra.stack_verdict import context_of, verdict_on

if TYPE_CHECKING:
    from infra.policy.verdict import Verdict
    from infra.project import BuiltStack

_WIDTH = 110


def run() -> None:
    """Declare the scope of the stack that Pulumi runs.

    Raises:
        pulumi.RunError: In place of every failure, so that Pulumi shows its words and no traceback.
    """
    # A program runs once and holds all it makes until it ends; collecting took a third of its time.
    gc.disable()
    try:
        _run(Path(__file__).parents[2])
    except SlipwayError as error:
        raise pulumi.RunError(str(error)) from None


def _run(root: Path) -> None:
    scope = Scope.of(pulumi.get_stack())
    # Before anything is built: a spec that doesn't fit tampered settings isn't the user's mistake.
    settings = stacks.load(root, scope.stack)
    require_the_file_s(pulumi.runtime.get_config_env(), settings.document.value["config"], settings.file)
    require_rendered(settings.settings, root / "rendered" / scope.stack, settings.file)
    (stack,) = project.built(root, [scope.stack])
    components = scope.components(stack.components)
    verdict = _judged(stack, root)
    dry_run = pulumi.runtime.is_dry_run()
    Declaration(provider(settings.settings, dry_run=dry_run)).declare(components)
    for name, value in outputs(components, verdict).items():
        pulumi.export(name, value)


def _judged(stack: BuiltStack, root: Path) -> Verdict:
    """Judge the whole stack whatever the scope, because its models share quotas."""
    settings = stack.settings.settings
    tree = f"rendered/{settings.stack}"
    court = Court(policies(root), Chosen(), "")
    judged = verdict_on(stack, court, context_of(settings), root / tree, tree)
    table = as_table(judged, width=_WIDTH, colour=False)
    if judged.verdict.outcome == "denied":
        raise pulumi.RunError(f"the policies deny the stack, so nothing was declared\n\n{table}")
    pulumi.log.info(table)
    return judged.verdict
