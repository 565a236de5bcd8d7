"""Whether a stack's nodes and quotas have the accelerators that a spec asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.clouds import CLOUDS
from infra.misfit import Misfit
from infra.serving.accelerator import resource_of
from infra.tenancy import CLAIMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.clouds.cloud import NodeFacts
    from infra.settings import Settings
    from models.accelerator import Gpu
    from models.spec import ModelSpec

_WHOLE_GPU = "nvidia.com/gpu"
_FIRST_WITH_CLAIMS = 34
"""Minor version of Kubernetes in which resource.k8s.io/v1 is served."""


def accelerators(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    """Find what keeps a replica from getting its accelerators on the stack."""
    gpu = spec.compute.gpu
    if gpu is None:
        return
    vendors = CLOUDS[settings.cloud].accelerators
    nodes = vendors.get(gpu.vendor)
    if nodes is None:
        what = f"no nodes of {settings.cloud} clusters are known to have {gpu.vendor} accelerators"
        yield Misfit(("compute", "gpu", "vendor"), what, f"choose {' or '.join(vendors)}")
        return
    yield from _gpu_model(gpu, settings, nodes)
    if gpu.share and gpu.share not in nodes.shares:
        what = f"{settings.cloud} clusters offer no GPUs by {gpu.share}"
        fix = f"choose {' or '.join(nodes.shares)}" if nodes.shares else "remove sharing for this stack"
        yield Misfit(("compute", "gpu", "sharing"), what, fix)
    if gpu.allocation == "dra":
        yield from _claimed(spec, gpu, settings, nodes)
    elif gpu.share is None or gpu.share in nodes.shares:
        yield from _quota(spec, settings, resource_of(nodes, gpu), gpu.count)


def _quota(spec: ModelSpec, settings: Settings, resource: str, count: int) -> Iterator[Misfit]:
    """A quota doesn't limit what it doesn't name; whole NVIDIA GPUs are always named."""
    name = spec.namespace or settings.default_tenant
    tenant = settings.tenants.get(name)
    if tenant and resource != _WHOLE_GPU and resource not in tenant.quota.devices:
        what = f"tenant {name} has no quota of {resource}"
        fix = f"add devices: {{{resource}: {count}}}, or more of them, to slipway:tenants.{name}.quota"
        yield Misfit(("compute", "gpu"), what, fix)


def _gpu_model(gpu: Gpu, settings: Settings, nodes: NodeFacts) -> Iterator[Misfit]:
    if gpu.model and gpu.allocation == "devicePlugin" and gpu.model not in nodes.models:
        what = f"nodes of {settings.cloud} clusters can't be chosen by the GPU model {gpu.model}"
        known = ", ".join(nodes.models)
        fix = f"choose {known}" if known else "set model: null for this stack, and any GPU will do"
        yield Misfit(("compute", "gpu", "model"), what, fix)


def _claimed(spec: ModelSpec, gpu: Gpu, settings: Settings, nodes: NodeFacts) -> Iterator[Misfit]:
    fix = "remove allocation for this stack, and the device plugin hands out the GPU"
    if nodes.device_class is None:
        what = f"{settings.cloud} clusters start no node for a claim"
        yield Misfit(("compute", "gpu", "allocation"), what, fix)
        return
    if settings.minor < _FIRST_WITH_CLAIMS:
        what = f"Kubernetes {settings.kubernetes_version} can't be asked for claims; 1.{_FIRST_WITH_CLAIMS} can"
        yield Misfit(("compute", "gpu", "allocation"), what, fix)
    yield from _quota(spec, settings, f"{nodes.device_class}{CLAIMED}", gpu.count)
