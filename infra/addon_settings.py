"""What ``Pulumi.<stack>.yaml`` says about the add-ons of one stack."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.base import DnsLabel, Part, Quantity
from models.cidr import Cidr


class NvidiaDevicePlugin(Part):
    """Advertises a node's NVIDIA GPUs to the scheduler; refused where the cloud brings its own."""


class Prometheus(Part):
    """One Prometheus that scrapes every model's pods."""

    retention_days: Annotated[int, Field(ge=1, le=365)] = 10
    storage: Quantity = "50Gi"
    """Size of its volume; 80 % of it is the limit for stored series."""
    cpu: Quantity = "500m"
    memory: Quantity = "2Gi"


class Gateway(Part):
    """The way in for models with an external route, by Gateway API."""

    class_name: DnsLabel | None = None
    """GatewayClass to use; the cloud's own where none is named. A class of another controller gets no objects that only
    the cloud's own controller reads."""
    internet: bool = False
    """Whether the internet may come in; only the cloud's own network where not."""
    tls_secret: DnsLabel = "gateway-tls"  # noqa: S105 - the name of a Secret, not its content
    """Secret in the gateway's namespace that holds the certificate for ``*.<domain>``."""
    source_cidrs: tuple[Cidr, ...] = ()
    """Subnets of the load balancer, where one outside the cluster carries the traffic: those of the ALB on EKS, the
    proxy-only subnet of a regional or internal load balancer on GKE."""
    namespace: DnsLabel | None = None
    """Namespace of the pods that carry the traffic, for a class of another controller."""
    longest_request_seconds: Annotated[int, Field(ge=1, le=4000)] = 300
    """Seconds after which a load balancer gives up on a silent request, where it is one time for all models (EKS)."""


class Addons(Part):
    """The add-ons a stack installs: a key with its settings (or ``{}``) turns one on."""

    nvidia_device_plugin: NvidiaDevicePlugin | None = None
    prometheus: Prometheus | None = None
    gateway: Gateway | None = None
