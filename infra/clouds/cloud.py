"""The type of a cloud's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Labels = Mapping[str, str]
Destination = Literal["s3", "gs", "az", "hf", "https", "sts"]
"""What a model's pods may need to reach: an artifact store by its URI scheme, or a token service."""


@dataclass(frozen=True, slots=True)
class Taint:
    """A ``NoSchedule`` taint that GPU nodes carry in this cloud; an empty value stands for any."""

    key: str
    value: str = ""

    def toleration(self) -> dict[str, str]:
        """Return the pod's toleration of the taint."""
        match = {"operator": "Equal", "value": self.value} if self.value else {"operator": "Exists"}
        return {"key": self.key, **match, "effect": "NoSchedule"}


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
    gpu_taints: tuple[Taint, ...]
    manages_device_plugin: bool
    """Whether the cloud installs the NVIDIA device plugin itself."""
    storage_class: str | None
    """StorageClass for volumes of one writer; None means the cluster's default."""
    gateway_class: str
    gateway_controller: str | None
    """controllerName of a GatewayClass that Slipway creates; None where the class exists already."""
    gateway_namespace: str | None
    """Namespace of the pods that carry a gateway's traffic; None where a load balancer outside the cluster does."""
    ingress_class: str | None
    """Class of an Ingress whose controller is still maintained; None where an annotation names it."""
    ingress_annotations: Labels
    """Annotations that an Ingress needs here."""
    identity_annotation: str | None
    """ServiceAccount annotation that names a cloud identity."""
    identity_service: Destination | None
    """Where a pod gets its cloud credentials."""
    gateway_mirrors: bool = True
    """Whether the cloud's own gateway can send copies of requests to another Service."""
