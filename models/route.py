"""The way in from outside the cluster."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import DnsLabel, HostName, Part, refuse, text

_PATH = text(r"/[A-Za-z0-9/._~-]*", "a path prefix", "start with / and use letters, digits and . _ ~ -")


class OwnGateway(Part):
    """A Gateway that exists already, instead of the stack's."""

    name: DnsLabel
    """Name of the Gateway."""
    namespace: DnsLabel
    """Its namespace."""
    section_name: DnsLabel = "https"
    """Its listener for the model's requests."""
    http_section_name: DnsLabel | None = None
    """Its listener for clear text, from which requests are sent on to https; nothing is sent on where absent."""


class Grpc(Part):
    """The runtime's gRPC port, on a host of its own: a gateway takes only one kind of route for a host."""

    host: HostName | None = None
    """Host name; ``<name>-grpc.<domain of the stack>`` where absent."""


class Route(Part):
    """A way in from outside the cluster."""

    via: Literal["gateway", "ingress"] | None = None
    """What carries the requests; the stack's gateway where it has one, else its Ingress controller."""
    host: HostName | None = None
    """Host name; ``<name>.<domain of the stack>`` where absent."""
    other_hosts: Annotated[tuple[HostName, ...], Field(max_length=15)] = ()
    """Further host names."""
    path: Annotated[str, *_PATH] = "/"
    """Path prefix."""
    gateway: OwnGateway | None = None
    """Another Gateway than the stack's."""
    grpc: Grpc | None = None
    """The runtime's gRPC port as well; only http where absent."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.via == "ingress":
            for field, value in (("gateway", self.gateway), ("grpc", self.grpc)):
                if value is not None:
                    refuse("an Ingress knows no such thing", "remove it, or use via: gateway", field)
        twice = [host for host in self.other_hosts if host == self.host or self.other_hosts.count(host) > 1]
        if twice:
            refuse(f"{twice[0]} is named twice", "name it once", "otherHosts")
        return self
