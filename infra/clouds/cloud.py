"""The type of a cloud's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Toleration:
    """A taint that GPU nodes carry in this cloud; an empty value tolerates any (``Exists``)."""

    key: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cloud:
    """Facts about one cloud. No field is a resource of a model."""

    name: str
    gpu_nodes: Labels
    """Labels of every NVIDIA GPU node."""
    gpu_model_label: str
    """Label whose value names the GPU model; empty where nothing sets one."""
    gpu_models: Labels
    """Spec's GPU model → value of ``gpu_model_label``."""
    gpu_taints: tuple[Toleration, ...]
    manages_device_plugin: bool
    """Whether the cloud installs the NVIDIA device plugin itself."""
    storage_class: str | None
    """StorageClass for volumes of one writer; None means the cluster's default."""
    gateway_class: str
    gateway_controller: str | None
    """controllerName of a GatewayClass that Slipway creates; None where the class exists already."""
    identity_annotation: str | None
    """ServiceAccount annotation that names a cloud identity."""
    identity_endpoints: tuple[str, ...]
    """CIDRs a pod with a cloud identity must reach."""
