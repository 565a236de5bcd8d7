"""References to secrets in a store: an operator makes the Secrets in the cluster, and no value passes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target
    from infra.surroundings import ExternalSecrets
    from models.external_secret import ExternalSecret, Remote

SOURCES: Sources = {("ExternalSecret", ""): "externalSecrets"}


def external_secrets(target: Target) -> list[Manifest]:
    """Return an ExternalSecret for each Secret that the spec says to bring; fields the API would default are stated."""
    operator = target.settings.external_secrets
    return [_external_secret(target, one, operator) for one in target.spec.external_secrets] if operator else []


def _external_secret(target: Target, secret: ExternalSecret, operator: ExternalSecrets) -> Manifest:
    hours, minutes = divmod(operator.refresh_minutes, 60)
    spec = {
        "refreshPolicy": "Periodic",
        "refreshInterval": f"{hours}h{minutes}m0s",
        "secretStoreRef": {"kind": secret.store_kind or operator.kind, "name": secret.store or operator.store},
        # Owner: the Secret goes with this object. Retain: it stays when the store loses the value, so pods can start.
        "target": {"name": secret.name, "creationPolicy": "Owner", "deletionPolicy": "Retain"},
        "data": [{"secretKey": key, "remoteRef": _remote(remote)} for key, remote in secret.keys.items()],
    }
    return {**target.manifest("external-secrets.io/v1", "ExternalSecret", secret.name), "spec": spec}


def _remote(remote: Remote) -> Manifest:
    named = {"key": remote.key, "property": remote.property, "version": remote.version}
    return {
        **{name: value for name, value in named.items() if value},
        "conversionStrategy": "Default",
        "decodingStrategy": "None",
        "metadataPolicy": "None",
    }
