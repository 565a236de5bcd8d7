"""Who the model's pods are: a ServiceAccount of their own, known to the cloud where the spec says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.clouds.identity import WorkloadIdentity
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {("ServiceAccount", ""): "identity"}


def identities(target: Target) -> list[WorkloadIdentity]:
    """Return the ways in which the pods prove to the target's cloud who they are; the spec's others are not its own."""
    return [
        way
        for way in target.cloud.identities
        if getattr(target.spec.identity, way.named_by) or target.spec.artifact.scheme in way.stores
    ]


def service_accounts(target: Target) -> list[Manifest]:
    """Return the ServiceAccount; nothing in it asks for the Kubernetes API, so no token is mounted."""
    annotations = {
        way.annotation: value
        for way in identities(target)
        if way.annotation and (value := getattr(target.spec.identity, way.named_by))
    }
    manifest = target.manifest("v1", "ServiceAccount", annotations=annotations)
    return [{**manifest, "automountServiceAccountToken": False}]


def pod_labels(target: Target) -> dict[str, str]:
    """Return the labels by which the cloud knows pods with an identity."""
    return {label: value for way in identities(target) for label, value in way.pod_labels.items()}


def node_labels(target: Target) -> dict[str, str]:
    """Return the labels of the only nodes where the pods have their identity."""
    return {label: value for way in identities(target) for label, value in way.node_labels.items()}
