"""What NVIDIA's driver for dynamic resource allocation (DRA) publishes: a class of devices, and each node's GPUs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.nodes import KIND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest

_DRIVER = "gpu.nvidia.com"
_PRODUCTS = {"l4": "NVIDIA L4", "h100": "NVIDIA H100 80GB HBM3"}
"""Kind of node → the name by which the driver knows its GPUs."""


def published(fleet: Iterable[Manifest]) -> list[Manifest]:
    """Return the driver's class, and for each node a slice with one GPU."""
    is_gpu = f"device.driver == '{_DRIVER}' && device.attributes['{_DRIVER}'].type == 'gpu'"
    device_class = {
        "apiVersion": "resource.k8s.io/v1",
        "kind": "DeviceClass",
        "metadata": {"name": _DRIVER},
        "spec": {"selectors": [{"cel": {"expression": is_gpu}}]},
    }
    return [device_class, *(_slice(node["metadata"]["name"], node["metadata"]["labels"][KIND]) for node in fleet)]


def _slice(node: str, kind: str) -> Manifest:
    attributes = {"type": {"string": "gpu"}, "productName": {"string": _PRODUCTS[kind]}}
    return {
        "apiVersion": "resource.k8s.io/v1",
        "kind": "ResourceSlice",
        "metadata": {"name": f"{node}-{_DRIVER}"},
        "spec": {
            "driver": _DRIVER,
            "nodeName": node,
            "pool": {"name": node, "generation": 1, "resourceSliceCount": 1},
            "devices": [{"name": "gpu-0", "attributes": attributes, "capacity": {"memory": {"value": "24Gi"}}}],
        },
    }
