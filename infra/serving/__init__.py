"""Everything one model needs in a cluster, from its ServiceAccount to its route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.manifest import Component, Manifest, in_apply_order
from infra.serving import (
    artifact,
    configuration,
    container,
    identity,
    ingress,
    isolation,
    overrides,
    placement,
    probes,
    routing,
    scaling,
    service,
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
    artifact,
    configuration,
    container,
    identity,
    ingress,
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
    """Return the objects that serve one model on one stack, in apply order.

    Raises:
        InputError: If an override of the spec can't be applied.
    """
    on = target(spec, settings)
    manifests: list[Manifest] = [
        *identity.service_accounts(on),
        *(manifest for one in (variants.targets(on) or {"": on}).values() for manifest in _workload(one)),
        *variants.addresses(on),
        *routing.routes(on),
    ]
    changed = overrides.applied(manifests, spec.overrides)
    return Component("models", spec.name, in_apply_order(changed), SOURCES)


def _workload(on: Target) -> list[Manifest]:
    """Return what a model without variants, or one variant, consists of."""
    return [
        *configuration.config_maps(on),
        *storage.claims(on),
        *isolation.network_policies(on),
        *workload.workloads(on),
        *scaling.autoscalers(on),
        *scaling.disruption_budgets(on),
    ]
