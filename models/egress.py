"""What a model's pods may call besides what Slipway knows of."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import DnsLabel, Part, refuse
from models.cidr import Cidr


class Egress(Part):
    """One destination: a namespace of the cluster, or addresses outside of it."""

    namespace: DnsLabel | None = None
    """Namespace whose pods may be called, such as a feature store's."""
    cidr: Cidr | None = None
    """Addresses that may be called, such as a database's subnet."""
    ports: Annotated[tuple[Annotated[int, Field(ge=1, le=65_535)], ...], Field(min_length=1)]
    """TCP ports there."""

    @model_validator(mode="after")
    def _one_destination(self) -> Self:
        if (self.namespace is None) == (self.cidr is None):
            refuse("a destination is a namespace or a range of addresses", "give namespace or cidr", "namespace")
        return self
