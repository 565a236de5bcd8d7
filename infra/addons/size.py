"""The size of an add-on's pods, and the quota that fits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.quantity import all_canonical, binary, decimal, parse
from infra.tenancy import Allowance

if TYPE_CHECKING:
    from infra.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Size:
    """What one pod of one container takes; limits equal requests, so that the quota is exact and nothing is evicted."""

    cpu: str
    memory: str
    ephemeral_storage: str

    def resources(self) -> Manifest:
        """Return the container's requests and limits."""
        return {"requests": self._amounts(), "limits": self._amounts()}

    def times(self, pods: int, storage: str = "0") -> Allowance:
        """Return a quota that fits ``pods`` of this size and volumes of ``storage`` in all, and no more."""
        return Allowance(
            cpu=decimal(parse(self.cpu) * pods),
            memory=binary(parse(self.memory) * pods),
            ephemeral_storage=binary(parse(self.ephemeral_storage) * pods),
            storage=storage,
            pods=pods,
        )

    def _amounts(self) -> dict[str, str]:
        return all_canonical({"cpu": self.cpu, "memory": self.memory, "ephemeral-storage": self.ephemeral_storage})
