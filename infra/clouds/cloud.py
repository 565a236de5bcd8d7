"""The type of a cloud's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.clouds.gateway import GatewayFacts
    from infra.clouds.identity import WorkloadIdentity
    from infra.clouds.storage import Storage
    from models.accelerator import Model, ShareName, Vendor

Labels = Mapping[str, str]


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

    daemon_labels: Labels = field(default_factory=dict)
    """Labels of every such node that only DaemonSets may ask for: the cloud's node autoscaler doesn't know them."""
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
    manages_gateway_api: bool
    """Whether the cloud installs the CRDs of Gateway API itself."""
    storage: Storage
    gateway: GatewayFacts
    ingress_class: str | None
    """Class of an Ingress whose controller is still maintained; None where an annotation names it."""
    ingress_annotations: Labels
    """Annotations that an Ingress needs here."""
    identities: tuple[WorkloadIdentity, ...]
    """Ways in which pods prove to the cloud who they are."""
    dns_pods: tuple[str, ...]
    """Values of the label ``k8s-app`` of the name servers' pods in kube-system."""
    dns_addresses: tuple[str, ...]
    """Addresses on the node where its name server answers."""
    load_balancer_class: str | None
    """loadBalancerClass of a Service of type LoadBalancer; None means the cloud's default."""
    load_balancer_internal: Labels
    """Annotations that keep such a Service out of the internet."""
    registry: str
    """What the names of images in the cloud's own registry look like."""
    zone: str
    """An example of a value of ``topology.kubernetes.io/zone``."""
    network_policy: str
    """What makes a cluster enforce NetworkPolicies."""
