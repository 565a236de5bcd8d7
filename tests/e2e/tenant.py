"""Models of the tests' own, built as any model is, each test's in a namespace of its own."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from infra import tenancy
from infra.policy import bundle
from infra.policy.context import Context
from infra.policy.embedded import Embedded
from infra.policy.judge import judge
from infra.serving import model
from tests import stack
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest
    from infra.settings import Settings

ROOMY = {"cpu": "100", "memory": "400Gi", "gpus": 20}
_NOW_NS = 1_795_219_200_000_000_000  # 2026-11-21, when the shipped waivers count


def settings(name: str, quota: dict[str, Any] | None = None, **changes: Any) -> Settings:  # noqa: ANN401 - JSON
    """Return the test stack with one tenant, which has room for anything where no quota is given."""
    return stack.settings(**{**changes, "tenants": {"models": None, name: {"quota": quota or ROOMY}}})


def built(on: Settings, **changes: Any) -> list[Manifest]:  # noqa: ANN401 - JSON
    """Return the tenant's namespace with a model in it."""
    parts = [*tenancy.tenants(on), model(stack.spec(**changes), on)]
    return [manifest for part in parts for manifest in part.manifests]


def errors(manifests: Iterable[Manifest], on: Settings) -> set[str]:
    """Return the codes of the rules by which the gate denies the objects."""
    context = Context(environment=on.environment, stack=on.stack)
    verdict = judge(list(manifests), context, _bundle(), Embedded(), _NOW_NS)
    return {one.code for one in verdict.findings if one.severity == "error" and not one.waived}


@functools.cache
def _bundle() -> bundle.Bundle:
    return bundle.load(REPOSITORY / "policies")
