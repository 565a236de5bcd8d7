"""How requests come into a cloud's clusters by Gateway API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Entrance:
    """A GatewayClass, and where its requests come from."""

    sources: tuple[str, ...] = ()
    """Ranges of addresses from which its load balancer and its health checks come, the same for everybody."""
    subnets: str = ""
    """What must be named in the settings besides, because it is the cluster's own; empty where nothing must."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """Pods that a controller makes in the Gateway's own namespace to carry its traffic."""

    cpu: str
    memory: str
    ephemeral_storage: str
    fewest: int
    most: int
    """Pods at the autoscaler's maximum."""
    surge: int
    """Pods above that while a new version comes."""
    ports: tuple[int, ...]
    """Ports on which they take requests."""
    control_plane: tuple[str, str, int]
    """Namespace, label ``app`` and port of what tells them the routes."""


@dataclass(frozen=True, slots=True)
class Backend:
    """A model's Service as a load balancer must know it."""

    service: str
    ready_path: str
    request_seconds: int
    """Seconds after which a request is given up."""
    drain_seconds: int
    """Seconds that a leaving pod is given to answer what it has accepted."""


@dataclass(frozen=True, slots=True)
class Extra:
    """An object of the cloud's own, up to its metadata."""

    api_version: str
    kind: str
    content: Mapping[str, Any]
    """Its fields besides those that every object has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a stack asks of its gateway."""

    internet: bool
    longest_request_seconds: int


@dataclass(frozen=True, slots=True)
class GatewayFacts:
    """What is true for the Gateways of one controller."""

    internal: str
    """GatewayClass that only the cloud's own network reaches."""
    public: str
    """GatewayClass that the internet reaches."""
    classes: Mapping[str, Entrance]
    """The controller's classes. Of any other class nothing is known."""
    controller: str | None = None
    """controllerName of a GatewayClass that Slipway creates; None where the class exists already."""
    namespace: str | None = None
    """Namespace of the pods that carry the traffic, if all Gateways' are in one."""
    proxies: Proxies | None = None
    """Pods in the Gateway's own namespace; None where there are none."""
    internal_annotations: Mapping[str, str] = field(default_factory=dict)
    """Annotations of a Gateway's infrastructure that keep the internet out."""
    parameters: Callable[[Asked], Extra] | None = None
    """The object that a Gateway's infrastructure refers to."""
    backend: Callable[[Backend], tuple[Extra, ...]] = lambda _: ()
    """Objects without which a Service behind it gets no requests, or loses them."""
    app_protocol: str = "http"
    """How a Service's port says that it speaks HTTP."""
    timeouts: bool = True
    """Whether a route may state how long a request may take; one that may not is refused if it does."""
    mirrors: bool = True
    """Whether a route can send copies of requests to another Service."""
    one_timeout: bool = False
    """Whether all requests are given up after the same time, which only the Gateway can state."""
