"""A volume that keeps what was downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from models.base import DnsLabel, Part, Quantity, refuse

if TYPE_CHECKING:
    from models.artifact import Artifact


class Cache(Part):
    """A volume that keeps the artifact, so that a new replica need not download it again."""

    size: Quantity | None = None
    """Bytes; at least the artifact's size. Required unless the claim exists."""
    storage_class: DnsLabel | None = None
    """StorageClass; the stack's where absent."""
    access: Literal["ReadWriteOnce", "ReadWriteMany"] = "ReadWriteOnce"
    """How many nodes may mount it."""
    existing_claim: DnsLabel | None = None
    """A PersistentVolumeClaim that someone else made; one is made where absent."""
    preload: bool = False
    """Whether a Job downloads the artifact before replicas start, so that none waits for it with a GPU in hand."""

    @model_validator(mode="after")
    def _one_claim(self) -> Self:
        if self.existing_claim and (self.size or self.storage_class):
            refuse("the claim exists and has its size and class", "remove size and storageClass", "existingClaim")
        if not self.existing_claim and not self.size:
            refuse("a new volume needs a size", "add size, or name the claim in existingClaim", "size")
        return self

    def check(self, artifact: Artifact, replicas: int) -> None:
        """Refuse a cache that keeps nothing, or that not all replicas can mount."""
        if not artifact.is_downloaded:
            fix = "remove cache; the artifact is mounted as it is"
            refuse(f"{artifact.scheme} artifacts are not downloaded, so there is nothing to keep", fix, "cache")
        if self.access == "ReadWriteOnce" and replicas > 1:
            refuse(
                "one node can mount it, and replicas spread over several",
                "use ReadWriteMany, or one replica",
                "cache.access",
            )
        if self.preload and not artifact.pinned:
            fix = "add artifact.sha256 or a commit as artifact.revision"
            refuse(
                "what isn't pinned is downloaded again at each start, so preloading is in vain", fix, "cache.preload"
            )
