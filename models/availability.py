"""How many replicas a drained node may take at one time."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from models.amount import Amount, replicas_of
from models.base import Part, refuse


class Availability(Part):
    """The PodDisruptionBudget; one replica at a time may be evicted where nothing is said."""

    min_available: Amount | None = None
    """Replicas that stay."""
    max_unavailable: Amount | None = None
    """Replicas that may be missing, evicted or not."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.min_available is not None and self.max_unavailable is not None:
            refuse("a budget has one bound", "keep minAvailable or maxUnavailable", "minAvailable")
        return self

    def spares(self, replicas: int) -> int:
        """Return how many of so many replicas may be evicted."""
        if self.min_available is not None:
            return replicas - replicas_of(self.min_available, replicas)
        return 1 if self.max_unavailable is None else replicas_of(self.max_unavailable, replicas)


def refuse_what_blocks_drains(budget: Availability, replicas: int) -> None:
    """Refuse a budget under which a node could never be drained; ``replicas`` are those that always run.

    Raises:
        PydanticCustomError: No replica may be evicted, or there is only one.
    """
    field = "availability.minAvailable" if budget.min_available is not None else "availability.maxUnavailable"
    asked = budget.min_available if budget.min_available is not None else budget.max_unavailable
    if asked is None:
        return
    if replicas < 2:  # noqa: PLR2004 - one replica can't be spared
        refuse(
            "one replica can't be kept while its node is drained", "raise scaling.replicas or scaling.min to 2", field
        )
    if budget.spares(replicas) < 1:
        refuse(
            f"none of {replicas} replicas could be evicted, so no node could be drained", "spare at least one", field
        )
