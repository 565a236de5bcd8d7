"""The stack on which every case is built: production on a cluster of any kind, and what a case's stack has besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import stack

if TYPE_CHECKING:
    from infra.settings import Settings

_DIGEST = "@sha256:" + "a" * 64
_IMAGES = ("app", "mlserver", "prometheus", "tensorflowServing", "triton", "vllm")
CLAIMED = "gpu.nvidia.com.deviceclass.resource.k8s.io/devices"
ROOM: dict[str, Any] = {
    "cloud": "generic",
    "kubernetesVersion": "1.36",
    "images": {name: f"registry.example.invalid/{name.lower()}{_DIGEST}" for name in _IMAGES},
    "egressCidrs": {store: ["10.20.64.0/24"] for store in ("s3", "gs", "hf")},
}
_QUOTA = {
    "cpu": "200",
    "memory": "2Ti",
    "ephemeralStorage": "2Ti",
    "storage": "8Ti",
    "gpus": 16,
    "devices": {"amd.com/gpu": 4, CLAIMED: 2},
}
OPERATOR = {"monitoring": {"scrape": "podMonitor", "dcgm": True}}
KEDA = {
    "autoscaler": {"keda": {}},
    "monitoring": {"server": "http://prometheus-operated.monitoring.svc:9090"},
}
ADAPTER = {**OPERATOR, "autoscaler": {"customMetrics": True}}

BY_CASE: dict[str, dict[str, Any]] = {
    "26-llmisvc-qwen2-7b": OPERATOR,
    "40-vllm-keda-queue": KEDA,
    "52-k8s-examples-hpa-dcgm": ADAPTER,
}
"""What the stack of a case has besides, where its original takes it for granted."""


def settings(case: str, tenant: str = "models") -> Settings:
    """Return the settings of the case's stack, with one tenant."""
    tenants: dict[str, Any] = {"models": None, tenant: {"quota": _QUOTA}}
    return stack.settings(**{**ROOM, **BY_CASE.get(case, {}), "tenants": tenants})
