"""How a cloud's services know who a pod is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Destination = Literal["s3", "gs", "az", "hf", "https", "oci", "sts", "entra", "dns"]
"""What a model's pods may need to reach: an artifact store by its URI scheme, a token service, or a name server."""
IdentityField = Literal["aws_role_arn", "aws_pod_identity", "gcp_service_account", "azure_client_id"]
"""A field of a spec's ``identity``."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where, on the node that a pod runs on, something answers it."""

    cidr: str
    """One address, written as a range."""
    ports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkloadIdentity:
    """One way in which pods prove to the cloud who they are."""

    named_by: IdentityField
    """Field of the spec that asks for it."""
    annotation: str | None = None
    """Annotation of the ServiceAccount, with the field's value; None where the cloud keeps that to itself."""
    pod_labels: Mapping[str, str] = field(default_factory=dict)
    """Labels of the pods."""
    node_labels: Mapping[str, str] = field(default_factory=dict)
    """Labels of the only nodes on which it works."""
    service: Destination | None = None
    """Service that turns the pod's token into credentials; None where something on the node does."""
    endpoints: tuple[Endpoint, ...] = ()
    """Where the node answers questions for credentials."""
    stores: tuple[Destination, ...] = ()
    """Artifact stores that are asked with it even if the spec names no identity."""
