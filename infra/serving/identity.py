"""Who the model's pods are: a ServiceAccount of their own, known to the cloud where the spec says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {("ServiceAccount", ""): "identity"}


def cloud_role(target: Target) -> str | None:
    """Return the cloud identity of the pods on this target's cloud."""
    return target.spec.identity.aws_role_arn if target.cloud.name == "eks" else None


def service_accounts(target: Target) -> list[Manifest]:
    """Return the ServiceAccount; nothing in it asks for the Kubernetes API, so no token is mounted."""
    role = cloud_role(target)
    annotation = target.cloud.identity_annotation
    annotations = {annotation: role} if annotation and role else None
    manifest = target.manifest("v1", "ServiceAccount", annotations=annotations)
    return [{**manifest, "automountServiceAccountToken": False}]
