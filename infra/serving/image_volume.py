"""Who brings the files of an image: the kubelet, which mounts it, or on older clusters the fetch container."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.settings import Settings
    from models.artifact import Artifact

# Feature gate ImageVolume: beta and off in 1.33, on in 1.35, for good in 1.36 (pkg/features/kube_features.go).
_MOUNTED_FROM = 35
FOLDER = "image"
"""Folder of the volume that the fetch container brings an image into: a volume's root can't be renamed into place."""


def is_fetched(artifact: Artifact, settings: Settings) -> bool:
    """Whether a container downloads the artifact: always from a store, and an image where none can be mounted."""
    return artifact.is_downloaded or unmountable(artifact, settings)


def unmountable(artifact: Artifact, settings: Settings) -> bool:
    """Whether the artifact is an image that can't be mounted: by an older cluster, or not all of it is wanted."""
    in_part = bool(artifact.include or artifact.exclude)
    return artifact.scheme == "oci" and (in_part or settings.minor < _MOUNTED_FROM)
