"""What a vendor's own software offers on any cluster, whichever cloud it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.clouds.cloud import Share

if TYPE_CHECKING:
    from models.accelerator import ShareName

NVIDIA_SHARES: dict[ShareName, Share] = {
    # https://github.com/NVIDIA/k8s-device-plugin: migStrategy mixed offers each profile by its own name.
    "mig": Share("nvidia.com/mig-{profile}"),
    # With renameByDefault shares aren't mistaken for whole GPUs. Both kinds have this name then, and GPU feature
    # discovery, which the plugin's chart installs, tells the nodes apart.
    "timeSlicing": Share("nvidia.com/gpu.shared", {"nvidia.com/gpu.sharing-strategy": "time-slicing"}),
    "mps": Share("nvidia.com/gpu.shared", {"nvidia.com/gpu.sharing-strategy": "mps"}),
}
"""How NVIDIA's device plugin shares GPUs."""
NVIDIA_DEVICE_CLASS = "gpu.nvidia.com"
"""DeviceClass of NVIDIA's DRA driver (kubernetes-sigs/dra-driver-nvidia-gpu)."""
