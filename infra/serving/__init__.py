"""Everything one model needs in a cluster, from its ServiceAccount to its route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.manifest import Component, Manifest, in_apply_order
from infra.serving import (
    accelerator,
    access,
    alerts,
    artifact,
    availability,
    batch,
    configuration,
    container,
    dashboard,
    external_secrets,
    identity,
    ingress,
    isolation,
    load_balancing,
    monitoring,
    overrides,
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
    variants,
    workload,
)
from infra.serving.target import target

if TYPE_CHECKING:
    from infra.provenance import Sources
    from infra.serving.target import Target
    from infra.settings import Settings
    from models.spec import ModelSpec

_PARTS = (
    access,
    accelerator,
    alerts,
    artifact,
    availability,
    batch,
    configuration,
    container,
    external_secrets,
    identity,
    ingress,
    isolation,
    load_balancing,
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
    """Return the objects that serve one model on one stack, in apply order.

    Raises:
        InputError: If an override of the spec can't be applied.
    """
    on = target(spec, settings)
    each = list((variants.targets(on) or {"": on}).values())
    accounts = identity.service_accounts(on)
    for one in each:
        accounts = preload.first(one, accounts)
    routes = routing.routes(on)
    manifests: list[Manifest] = [
        *accounts,
        *external_secrets.external_secrets(on),
        *(manifest for one in each for manifest in _workload(one)),
        *(variants.addresses(on) if on.serves else []),
        *routes,
        *load_balancing.companions(on, routes),
    ]
    changed = overrides.applied(manifests, spec.overrides)
    return Component("models", spec.name, in_apply_order(changed), SOURCES)


def _workload(on: Target) -> list[Manifest]:
    """Return what a model without variants, or one variant, consists of."""
    manifests: list[Manifest] = [
        *configuration.config_maps(on),
        *storage.claims(on),
        *isolation.network_policies(on),
        *preload.network_policies(on),
        *preload.jobs(on),
        *accelerator.claim_templates(on),
        *workload.workloads(on),
    ]
    if on.serves:
        manifests += scaling.autoscalers(on)
        manifests += availability.disruption_budgets(on)
        manifests += monitoring.monitors(on)
        manifests += alerts.prometheus_rules(on)
        manifests += dashboard.dashboards(on)
    return preload.first(on, manifests)
