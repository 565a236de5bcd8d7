"""The verdict on a built stack, with the places of its findings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from infra import labels
from infra.manifest import identity
from infra.places import Origin, RenderedFile, located
from infra.policy.context import Context

if TYPE_CHECKING:
    from pathlib import Path

    from infra.court import Court
    from infra.manifest import Identity
    from infra.policy.verdict import Judged
    from infra.project import BuiltStack
    from infra.settings import Settings
    from infra.spec_file import LoadedSpec


def context_of(settings: Settings) -> Context:
    """Return what the rules may know of a stack."""
    return Context(
        environment=settings.environment,
        stack=settings.stack,
        cloud=settings.cloud,
        kubernetes_version=settings.kubernetes_version,
        max_nodes=settings.max_nodes,
    )


def verdict_on(stack: BuiltStack, court: Court, context: Context, tree: Path, shown: str) -> Judged:
    """Judge a stack.

    Args:
        stack: What to judge.
        court: What judges.
        context: What the rules know of the stack.
        tree: The stack's rendered tree, for the lines of the files that exist there.
        shown: How the tree's folder is called in reports.
    """
    manifests = [manifest for component in stack.components for manifest in component.manifests]
    verdict = court.judge(manifests, context)
    if verdict.findings:
        wanted = {finding.object for finding in verdict.findings}
        verdict = located(verdict, _origins(stack, wanted, tree, shown))
    return court.judged(stack.settings.settings.stack, stack.settings.file, verdict)


def _origins(stack: BuiltStack, wanted: set[Identity], tree: Path, shown: str) -> dict[Identity, Origin]:
    origins: dict[Identity, Origin] = {}
    for component in stack.components:
        found = [(key, one) for one in component.manifests if (key := identity(one)) in wanted]
        if not found:
            continue
        file = RenderedFile(tree / component.file, f"{shown}/{component.file}")
        for key, manifest in found:
            origin = Origin(manifest, partial(file.place, key), component.sources, stack.settings.place)
            loaded = stack.specs[component.name] if component.kind == "models" else None
            origins[key] = _of_model(origin, loaded) if loaded else origin
    return origins


def _of_model(origin: Origin, loaded: LoadedSpec) -> Origin:
    variant = origin.value["metadata"]["labels"].get(labels.VARIANT, "")
    return replace(
        origin,
        made_from=partial(loaded.place, variant=variant),
        overridden=partial(loaded.override_of, origin.value),
    )
