"""What a model's accelerators are in its cloud: a resource or a claim of the container, and the nodes that offer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accelerator import Mig

if TYPE_CHECKING:
    from infra.clouds.cloud import Labels, NodeFacts, Share
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from models.accelerator import Gpu

SOURCES: Sources = {("ResourceClaimTemplate", ""): "compute.gpu"}
_CLAIM = "gpu"


def nodes(target: Target, gpu: Gpu) -> NodeFacts:
    """Return the facts about the nodes with the vendor's accelerators; that there are some is asked before (`fit`)."""
    return target.cloud.accelerators[gpu.vendor]


def amounts(target: Target) -> dict[str, str]:
    """Return what the server's container requests and is limited to; nothing where the GPU is claimed."""
    gpu = target.spec.compute.gpu
    if gpu is None or gpu.allocation == "dra":
        return {}
    return {resource_of(nodes(target, gpu), gpu): str(gpu.count)}


def node_labels(target: Target, gpu: Gpu) -> Labels:
    """Return the labels of the nodes that offer what the model asks for; a claim finds its node by itself."""
    if gpu.allocation == "dra":
        return {}
    facts = nodes(target, gpu)
    model = facts.models[gpu.model] if gpu.model else {}
    share = _share(facts, gpu)
    shared = {label: _filled(value, gpu) for label, value in share.labels.items()} if share else {}
    return {**facts.labels, **model, **shared}


def claim_templates(target: Target) -> list[Manifest]:
    """Return the ResourceClaimTemplate from which each pod gets a claim, if the model's GPUs are claimed."""
    gpu = target.spec.compute.gpu
    if gpu is None or gpu.allocation != "dra":
        return []
    exactly: Manifest = {
        "deviceClassName": nodes(target, gpu).device_class,
        "allocationMode": "ExactCount",
        "count": gpu.count,
    }
    if gpu.model:
        exactly["selectors"] = [{"cel": {"expression": _is_model(gpu.model)}}]
    spec = {"spec": {"devices": {"requests": [{"name": _CLAIM, "exactly": exactly}]}}}
    return [{**target.manifest("resource.k8s.io/v1", "ResourceClaimTemplate"), "spec": spec}]


def pod_claims(target: Target) -> Manifest:
    """Return the pod's reference to the claim, if there is one."""
    if not claim_templates(target):
        return {}
    return {"resourceClaims": [{"name": _CLAIM, "resourceClaimTemplateName": target.name}]}


def container_claims(target: Target) -> Manifest:
    """Return the part of the container's resources that uses the pod's claim, if there is one."""
    return {"claims": [{"name": _CLAIM}]} if claim_templates(target) else {}


def resource_of(facts: NodeFacts, gpu: Gpu) -> str:
    """Return the resource that a container asks for to get what the spec describes."""
    share = _share(facts, gpu)
    return _filled(share.resource, gpu) if share else facts.resource


def _share(facts: NodeFacts, gpu: Gpu) -> Share | None:
    return facts.shares[gpu.share] if gpu.share else None


def _filled(text: str, gpu: Gpu) -> str:
    return text.replace("{profile}", gpu.sharing.mig) if isinstance(gpu.sharing, Mig) else text


def _is_model(model: str) -> str:
    """Match a whole word of names such as NVIDIA L40S and NVIDIA A100-SXM4-80GB; l4 is not l40s."""
    words = ".*".join(rf"\b{word}\b" for word in model.split("-"))
    return rf"device.attributes['gpu.nvidia.com'].productName.lowerAscii().matches(r'{words}')"
