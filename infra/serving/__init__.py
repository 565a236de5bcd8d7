"""Everything one model needs in a cluster, from its ServiceAccount to its route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.manifest import Component, Manifest, in_apply_order
from infra.serving import (
    accelerator,
    artifact,
    configuration,
    container,
    identity,
    isolation,
    placement,
    probes,
    routing,
    scaling,
    service,
    storage,
    workload,
)
from infra.serving.target import target

if TYPE_CHECKING:
    from infra.provenance import Sources
    from infra.settings import Settings
    from models.spec import ModelSpec

_PARTS = (
    accelerator,
    artifact,
    configuration,
    container,
    identity,
    isolation,
    placement,
    probes,
    routing,
    scaling,
    service,
    storage,
)

SOURCES: Sources = {place: field for part in (*_PARTS, workload) for place, field in part.SOURCES.items()}


def model(spec: ModelSpec, settings: Settings) -> Component:
    """Return the objects that serve one model on one stack, in apply order."""
    on = target(spec, settings)
    manifests: list[Manifest] = [
        *identity.service_accounts(on),
        *configuration.config_maps(on),
        *storage.claims(on),
        *isolation.network_policies(on),
        *service.services(on),
        *accelerator.claim_templates(on),
        *workload.workloads(on),
        *scaling.autoscalers(on),
        *scaling.disruption_budgets(on),
        *routing.routes(on),
    ]
    return Component("models", spec.name, in_apply_order(manifests), SOURCES)
