"""Where a cloud's pods keep and find data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ObjectVolume:
    """A bucket that can be mounted as a volume."""

    scheme: str
    """URI scheme of the store."""
    driver: str
    """Name of the CSI driver."""
    pod_annotations: Mapping[str, str] = field(default_factory=dict)
    """Annotations of the pods that mount it."""


@dataclass(frozen=True, slots=True)
class Storage:
    """The volumes of a cloud."""

    single: str | None
    """StorageClass for volumes of one writer; None means the cluster's default."""
    shared: str | None
    """StorageClass for volumes of many writers; None means the cluster's default."""
    objects: ObjectVolume | None
