"""Which nodes a model's pods may run on, and how they spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving import identity
from infra.serving.accelerator import node_labels, nodes

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

_POD = "/spec/template/spec"
SOURCES: Sources = {
    ("Deployment", f"{_POD}/nodeSelector"): "compute.gpu",
    ("Deployment", f"{_POD}/tolerations"): "compute.gpu",
    ("Deployment", f"{_POD}/topologySpreadConstraints"): "scaling",
}
_ZONE = "topology.kubernetes.io/zone"
_HOST = "kubernetes.io/hostname"


def placement(target: Target) -> Manifest:
    """Return the pod's node selector, tolerations and spread; empty where the scheduler's defaults are right."""
    found: Manifest = {}
    gpu = target.spec.compute.gpu
    if chosen := {**(node_labels(target, gpu) if gpu else {}), **identity.node_labels(target)}:
        found["nodeSelector"] = chosen
    if gpu:
        found["tolerations"] = [taint.toleration() for taint in nodes(target, gpu).taints]
    if target.scaling.most > 1:
        found["topologySpreadConstraints"] = _spread(target)
    return found


def _spread(target: Target) -> list[Manifest]:
    """Spread over zones and hosts; only CPU replicas in prod wait for a zone, GPUs are too scarce for that."""
    strict = target.settings.environment == "prod" and not target.spec.compute.gpu
    return [_constraint(target, _ZONE, strict=strict), _constraint(target, _HOST, strict=False)]


def _constraint(target: Target, topology: str, *, strict: bool) -> Manifest:
    return {
        "maxSkew": 1,
        "topologyKey": topology,
        "whenUnsatisfiable": "DoNotSchedule" if strict else "ScheduleAnyway",
        "labelSelector": {"matchLabels": target.selector()},
        # Old and new replicas spread on their own, or a rollout leaves the new ones skewed.
        "matchLabelKeys": ["pod-template-hash"],
    }
