"""Everything one model needs in a cluster, from its ServiceAccount to its route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.manifest import Component, Manifest, in_apply_order
from infra.serving import (
    accelerator,
    alerts,
    artifact,
    availability,
    batch,
    configuration,
    container,
    dashboard,
    external_secrets,
    identity,
    isolation,
    monitoring,
    placement,
    pod,
    preload,
    probes,
    routing,
    scaling,
    service,
    sidecar,
    stateful,
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
    alerts,
    artifact,
    availability,
    batch,
    configuration,
    container,
    external_secrets,
    identity,
    isolation,
    monitoring,
    placement,
    pod,
    probes,
    routing,
    scaling,
    service,
    sidecar,
    stateful,
    storage,
)

SOURCES: Sources = {place: field for part in (*_PARTS, workload) for place, field in part.SOURCES.items()}


def model(spec: ModelSpec, settings: Settings) -> Component:
    """Return the objects that serve one model on one stack, in apply order."""
    on = target(spec, settings)
    manifests: list[Manifest] = [
        *identity.service_accounts(on),
        *external_secrets.external_secrets(on),
        *configuration.config_maps(on),
        *storage.claims(on),
        *isolation.network_policies(on),
        *preload.network_policies(on),
        *preload.jobs(on),
        *accelerator.claim_templates(on),
        *workload.workloads(on),
    ]
    if on.serves:
        manifests += service.services(on)
        manifests += scaling.autoscalers(on)
        manifests += availability.disruption_budgets(on)
        manifests += monitoring.monitors(on)
        manifests += alerts.prometheus_rules(on)
        manifests += dashboard.dashboards(on)
        manifests += routing.routes(on)
    return Component("models", spec.name, in_apply_order(preload.first(on, manifests)), SOURCES)
