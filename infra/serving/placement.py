"""Which nodes a model's pods may run on, and how they spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.serving.accelerator import node_labels, nodes
from infra.serving.pods import in_pods

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.placement import NodeRule, Strength, Toleration

SOURCES: Sources = in_pods(
    {
        "/nodeSelector": "compute.gpu",
        "/tolerations": "compute.gpu",
        "/affinity": "placement.affinity",
        "/topologySpreadConstraints": "scaling",
        "/priorityClassName": "placement.priorityClass",
        "/runtimeClassName": "placement.runtimeClass",
        "/schedulerName": "placement.scheduler",
    }
)
_ZONE = "topology.kubernetes.io/zone"
_HOST = "kubernetes.io/hostname"


def placement(target: Target) -> Manifest:
    """Return the part of the pod that the scheduler reads; empty where its defaults are right."""
    asked = target.spec.placement
    found: Manifest = {
        "priorityClassName": asked.priority_class,
        "runtimeClassName": asked.runtime_class,
        "schedulerName": asked.scheduler,
        "nodeSelector": _node_selector(target),
        "affinity": _affinity(asked.affinity),
        "tolerations": _tolerations(target),
        "topologySpreadConstraints": _spread(target),
    }
    return {name: value for name, value in found.items() if value}


def _node_selector(target: Target) -> dict[str, str]:
    gpu = target.spec.compute.gpu
    accelerated = node_labels(target, gpu) if gpu else {}
    spot = target.cloud.spot.labels if target.spec.placement.spot and target.cloud.spot else {}
    return {**accelerated, **spot, **target.spec.placement.node_selector}


def _tolerations(target: Target) -> list[dict[str, object]]:
    gpu = target.spec.compute.gpu
    accelerated = nodes(target, gpu).taints if gpu else ()
    spot = target.cloud.spot.taints if target.spec.placement.spot and target.cloud.spot else ()
    known: list[dict[str, object]] = [dict(taint.toleration()) for taint in (*accelerated, *spot)]
    return known + [_toleration(asked) for asked in target.spec.placement.tolerations]


def _toleration(asked: Toleration) -> dict[str, object]:
    match = {"operator": "Exists"} if asked.value is None else {"operator": "Equal", "value": asked.value}
    until = {} if asked.seconds is None else {"tolerationSeconds": asked.seconds}
    return {"key": asked.key, **match, "effect": asked.effect, **until}


def _affinity(rules: tuple[NodeRule, ...]) -> Manifest:
    required = [_expression(rule) for rule in rules if rule.weight is None]
    preferred = [
        {"weight": rule.weight, "preference": {"matchExpressions": [_expression(rule)]}}
        for rule in rules
        if rule.weight is not None
    ]
    found: Manifest = {}
    if required:
        terms = [{"matchExpressions": required}]
        found["requiredDuringSchedulingIgnoredDuringExecution"] = {"nodeSelectorTerms": terms}
    if preferred:
        found["preferredDuringSchedulingIgnoredDuringExecution"] = preferred
    return {"nodeAffinity": found} if found else {}


def _expression(rule: NodeRule) -> Manifest:
    values = {"values": list(rule.values)} if rule.values else {}
    return {"key": rule.label, "operator": rule.operator, **values}


def _spread(target: Target) -> list[Manifest]:
    """Spread over zones and hosts; only CPU replicas in prod wait for a zone, GPUs are too scarce for that."""
    if target.most_pods < 2:  # noqa: PLR2004 - one pod is nowhere else
        return []
    scarce = target.spec.compute.gpu or not target.serves
    strict = target.settings.environment == "prod" and not scarce
    asked = target.spec.placement.spread
    zones: Strength = asked.zones or ("required" if strict else "preferred")
    strengths: dict[str, Strength] = {_ZONE: zones, _HOST: asked.hosts or "preferred"}
    return [_constraint(target, topology, how) for topology, how in strengths.items() if how != "off"]


def _constraint(target: Target, topology: str, how: Strength) -> Manifest:
    # Old and new replicas spread on their own, or a rollout leaves the new ones skewed.
    together = {"matchLabelKeys": ["pod-template-hash"]} if target.kind == "Deployment" else {}
    return {
        "maxSkew": 1,
        "topologyKey": topology,
        "whenUnsatisfiable": "DoNotSchedule" if how == "required" else "ScheduleAnyway",
        "labelSelector": {"matchLabels": target.selector()},
        **together,
    }
