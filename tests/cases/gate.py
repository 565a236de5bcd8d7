"""The gate, as `slipway check` asks it."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from infra.policy import bundle
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.manifest import Manifest
    from infra.policy.verdict import Verdict

_NOW_NS = 1_795_219_200_000_000_000  # 2026-11-21, when the shipped waivers count


@functools.cache
def _bundle() -> bundle.Bundle:
    return bundle.load(REPOSITORY / "policies")


def verdict_on(manifests: Sequence[Manifest], stack: str | None = None) -> Verdict:
    """Judge objects for production: those of a stack, or foreign ones where none is named."""
    foreign = Context(environment="prod")
    context = replace(foreign, stack=stack, cloud="generic", kubernetes_version="1.36") if stack else foreign
    return judge(manifests, context, _bundle(), Embedded(), _NOW_NS)


def codes(verdict: Verdict) -> dict[str, set[str]]:
    """Return the codes of what nothing excuses, by severity."""
    found: dict[str, set[str]] = {}
    for one in verdict.findings:
        if not one.waived:
            found.setdefault(one.severity, set()).add(one.code)
    return found
