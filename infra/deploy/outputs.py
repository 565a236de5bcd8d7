"""What a deployed stack tells others: where its models answer, and what was judged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Component, Json, Manifest
    from infra.policy.verdict import Verdict
    from infra.project import BuiltStack


def outputs(stack: BuiltStack, components: Iterable[Component], verdict: Verdict) -> dict[str, Json]:
    """Return the outputs for the components of a scope; the verdict is the whole stack's."""
    declared = list(components)
    kinds = Counter(manifest["kind"] for component in declared for manifest in component.manifests)
    return {
        "verdict": verdict.outcome,
        "objects": {"total": sum(kinds.values()), **dict(sorted(kinds.items()))},
        "models": {component.name: _model(stack, component) for component in declared if component.kind == "models"},
    }


def _model(stack: BuiltStack, component: Component) -> dict[str, str]:
    by_kind: dict[str, Manifest] = {manifest["kind"]: manifest for manifest in component.manifests}
    service = by_kind["Service"]["metadata"]
    pod = by_kind["Deployment"]["spec"]["template"]["spec"]
    return {
        "namespace": service["namespace"],
        "address": f"http://{service['name']}.{service['namespace']}.svc",
        "image": pod["containers"][0]["image"],
        "version": stack.specs[component.name].spec.version,
    }
