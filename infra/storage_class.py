"""Which StorageClass a stack's volumes have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.settings import Settings


def storage_class(settings: Settings, cloud: Cloud, access: str = "ReadWriteOnce") -> str | None:
    """Return the class for an access mode: the settings', else the cloud's own, else the cluster's default."""
    if access == "ReadWriteOnce":
        return settings.storage_class or cloud.storage.single
    return settings.shared_storage_class or settings.storage_class or cloud.storage.shared
