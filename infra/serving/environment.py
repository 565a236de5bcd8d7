"""Environment variables of a container: values, and references to Secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.manifest import Manifest
    from models.base import SecretRef


def variables(plain: Mapping[str, str], secret: Mapping[str, SecretRef]) -> list[Manifest]:
    """Return the variables, values first."""
    return [{"name": name, "value": value} for name, value in plain.items()] + [
        {"name": name, "valueFrom": {"secretKeyRef": {"name": ref.secret, "key": ref.key}}}
        for name, ref in secret.items()
    ]
