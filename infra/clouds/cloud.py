"""The type of a cloud's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from models.accelerator import Model, ShareName, Vendor

Labels = Mapping[str, str]
Destination = Literal["s3", "gs", "az", "hf", "https", "sts"]
"""What a model's pods may need to reach: an artifact store by its URI scheme, or a token service."""


@dataclass(frozen=True, slots=True)
class Taint:
    """A ``NoSchedule`` taint that nodes carry in this cloud; an empty value stands for any."""

    key: str
    value: str = ""

    def toleration(self) -> dict[str, str]:
        """Return the pod's toleration of the taint."""
        match = {"operator": "Equal", "value": self.value} if self.value else {"operator": "Exists"}
        return {"key": self.key, **match, "effect": "NoSchedule"}


@dataclass(frozen=True, slots=True)
class Nodes:
    """A kind of node: how a pod chooses it, and what the pod must tolerate there."""

    labels: Labels
    """Labels of every such node."""
    taints: tuple[Taint, ...] = ()
    """Taints that such nodes may carry."""


@dataclass(frozen=True, slots=True)
class Share:
    """How nodes offer parts of a GPU; ``{profile}`` in it stands for the MIG profile that a spec asks for."""

    resource: str
    """Resource that a container asks for."""
    labels: Labels = field(default_factory=dict)
    """Labels of the nodes with such parts, besides those of every node of the vendor."""


@dataclass(frozen=True, slots=True)
class NodeFacts(Nodes):
    """The nodes that carry one vendor's accelerators."""

    resource: str = ""
    """Resource of a whole accelerator, as the vendor's device plugin names it."""
    models: Mapping[Model, Labels] = field(default_factory=dict)
    """The spec's model → labels of the nodes that have it. A model that isn't here is refused."""
    shares: Mapping[ShareName, Share] = field(default_factory=dict)
    """The spec's way of sharing → what offers it. One that isn't here is refused."""
    device_class: str | None = None
    """DeviceClass for claims (DRA); None where a cloud's nodes can't be claimed."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """Facts about one cloud. No field is a resource of a model."""

    name: str
    accelerators: Mapping[Vendor, NodeFacts]
    """Vendor → its nodes. A vendor that isn't here is refused."""
    spot: Nodes | None
    """Nodes that are cheap because they can be taken away; None where none can be told from others."""
    manages_device_plugin: bool
    """Whether the cloud installs the NVIDIA device plugin itself."""
    storage_class: str | None
    """StorageClass for volumes of one writer; None means the cluster's default."""
    gateway_class: str
    gateway_controller: str | None
    """controllerName of a GatewayClass that Slipway creates; None where the class exists already."""
    gateway_namespace: str | None
    """Namespace of the pods that carry a gateway's traffic; None where a load balancer outside the cluster does."""
    identity_annotation: str | None
    """ServiceAccount annotation that names a cloud identity."""
    identity_service: Destination | None
    """Where a pod gets its cloud credentials."""
