"""Nodes as each cloud makes them: labels, taints and what they offer, by kind of node and zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from infra.manifest import Manifest

Labels: TypeAlias = dict[str, str]
KIND = "test.slipway.dev/node-kind"
"""The label by which a test, and nothing that Slipway renders, knows a node's kind."""
ZONE = "topology.kubernetes.io/zone"

# Where no other source is named: the clouds' documentation, as the facts in infra/clouds are; written a second time
# here because a fact can't prove itself.
ZONES = {
    "generic": ("rack-1", "rack-2"),
    "eks": ("us-east-1a", "us-east-1b"),
    "gke": ("us-central1-a", "us-central1-b"),
    "aks": ("uksouth-1", "uksouth-2"),
}
_EVERY_NODE: dict[str, Labels] = {
    "generic": {},
    "eks": {"karpenter.sh/capacity-type": "on-demand"},
    "gke": {"iam.gke.io/gke-metadata-server-enabled": "true"},
    "aks": {"kubernetes.azure.com/mode": "user"},
}
_NVIDIA: dict[str, Labels] = {
    "generic": {"nvidia.com/gpu.present": "true"},
    "eks": {"karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia"},
    "gke": {},
    "aks": {"kubernetes.azure.com/accelerator": "nvidia", "karpenter.azure.com/sku-gpu-manufacturer": "nvidia"},
}
_GPU_NAME = {
    "generic": "nvidia.com/gpu.product",
    "eks": "karpenter.k8s.aws/instance-gpu-name",
    "gke": "cloud.google.com/gke-accelerator",
    "aks": "karpenter.azure.com/sku-gpu-name",
}
_GPUS: dict[str, Labels] = {
    "generic": {"l4": "NVIDIA-L4", "h100": "NVIDIA-H100-80GB-HBM3", "mig": "NVIDIA-A100-SXM4-40GB"},
    "eks": {"l4": "l4", "h100": "h100", "mig": "a100"},
    "gke": {"l4": "nvidia-l4", "h100": "nvidia-h100-80gb", "mig": "nvidia-tesla-a100"},
    "aks": {"a100": "A100", "h100": "H100", "mig": "A100"},  # Azure rents no L4
}
"""Kind of node → value of the label that names its GPU."""
_GPU_TAINTS = {
    "generic": ("nvidia.com/gpu", "true"),
    "eks": ("nvidia.com/gpu", "true"),
    "gke": ("nvidia.com/gpu", "present"),
    "aks": ("sku", "gpu"),
}
_MIG_LABELS: dict[str, Labels] = {"gke": {"cloud.google.com/gke-gpu-partition-size": "1g.5gb"}}
_MIG_RESOURCE = {"gke": "nvidia.com/gpu"}  # GKE offers partitions under the name of whole GPUs
_MIG = "nvidia.com/mig-1g.5gb"
# The labels of AMD's node labeller and GPU operator; of the clouds, only Azure's nodes have AMD GPUs.
_AMD = {"feature.node.kubernetes.io/amd-gpu": "true", "amd.com/gpu.product-name": "AMD_Instinct_MI300X_OAM"}
_SIZE = {"cpu": "32", "memory": "128Gi", "ephemeral-storage": "500Gi", "pods": "110"}


def kinds(cloud: str) -> list[str]:
    """Return the kinds of node that a test cluster of the cloud has."""
    return ["cpu", *_GPUS[cloud], *(["amd"] if cloud == "generic" else [])]


def fleet(cloud: str, wanted: Iterable[str] | None = None, *, gpus: int = 1) -> list[Manifest]:
    """Return a node of each kind in each of two zones, with ``gpus`` GPUs (or as many partitions) where it has any."""
    every = kinds(cloud) if wanted is None else wanted
    return [_node(f"{kind}-{zone}", kind, zone, cloud, gpus) for kind in every for zone in ZONES[cloud]]


def _node(name: str, kind: str, zone: str, cloud: str, gpus: int) -> Manifest:
    place = {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", ZONE: zone}
    size = {**_SIZE, **_offered(kind, cloud, gpus)}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "labels": {KIND: kind, **place, **_EVERY_NODE[cloud], **_labels(kind, cloud)},
            "annotations": {"kwok.x-k8s.io/node": "fake"},
        },
        "spec": {
            "taints": [{"key": key, "value": value, "effect": "NoSchedule"} for key, value in _taints(kind, cloud)]
        },
        "status": {"allocatable": size, "capacity": size},
    }


def _labels(kind: str, cloud: str) -> Labels:
    if kind == "amd":
        return _AMD
    if kind not in _GPUS[cloud]:
        return {}
    mig = _MIG_LABELS.get(cloud, {}) if kind == "mig" else {}
    return {**_NVIDIA[cloud], _GPU_NAME[cloud]: _GPUS[cloud][kind], **mig}


def _taints(kind: str, cloud: str) -> list[tuple[str, str]]:
    if kind == "amd":
        return [("amd.com/gpu", "true")]
    return [_GPU_TAINTS[cloud]] if kind in _GPUS[cloud] else []


def _offered(kind: str, cloud: str, gpus: int) -> Mapping[str, str]:
    if kind == "amd":
        return {"amd.com/gpu": str(gpus)}
    if kind == "mig":
        return {_MIG_RESOURCE.get(cloud, _MIG): str(7 * gpus)}
    return {"nvidia.com/gpu": str(gpus)} if kind in _GPUS[cloud] else {}
