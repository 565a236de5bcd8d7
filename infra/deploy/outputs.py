"""What a deployed stack tells others: where its models answer, and what was judged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Component, Json, Manifest
    from infra.policy.verdict import Verdict


def outputs(components: Iterable[Component], verdict: Verdict) -> dict[str, Json]:
    """Return the outputs for the components of a scope; the verdict is the whole stack's."""
    declared = list(components)
    kinds = Counter(manifest["kind"] for component in declared for manifest in component.manifests)
    return {
        "verdict": verdict.outcome,
        "objects": {"total": sum(kinds.values()), **dict(sorted(kinds.items()))},
        "models": {component.name: _model(component) for component in declared if component.kind == "models"},
    }


def _model(component: Component) -> dict[str, str]:
    """Return what callers need; of a model with variants, it is the stable one's."""
    services = [one for one in component.manifests if one["kind"] == "Service"]
    (service,) = [one for one in services if one["metadata"]["name"] == component.name]
    (pod,) = [
        pod for pod in _pods(component) if service["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    ]
    namespace = service["metadata"]["namespace"]
    return {
        "namespace": namespace,
        "address": f"{service['spec']['ports'][0]['name']}://{component.name}.{namespace}.svc",
        "image": pod["spec"]["containers"][0]["image"],
        "version": pod["metadata"]["labels"]["app.kubernetes.io/version"],
    }


def _pods(component: Component) -> list[Manifest]:
    return [one["spec"]["template"] for one in component.manifests if one["kind"] == "Deployment"]
