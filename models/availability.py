"""How many replicas stay while nodes are drained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from models.amount import Amount, pods, written
from models.base import Part, refuse

if TYPE_CHECKING:
    from models.scaling import Scaling

_LEAST = 2
"""Replicas from which one can be spared."""


class Availability(Part):
    """What a drain must leave; one replica at a time may go where nothing is said."""

    max_unavailable: Amount | None = None
    """Replicas that may be missing, or percent of them."""
    min_available: Amount | None = None
    """Replicas that must stay, or percent of them."""

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if self.max_unavailable is not None and self.min_available is not None:
            refuse("a budget has one bound", "keep one of maxUnavailable and minAvailable", "minAvailable")
        if self.max_unavailable in {"0", "0%"}:
            refuse("no replica could ever leave, so no node could be drained", "set it to 1 or more", "maxUnavailable")
        return self

    def check(self, scaling: Scaling) -> None:
        """Refuse what the number of replicas makes impossible.

        Raises:
            PydanticCustomError: If no node could be drained, or there is nothing to protect.
        """
        asked = self.max_unavailable or self.min_available
        if asked and scaling.fewest < _LEAST:
            what = "with one replica, a budget would stop every drain or protect nothing"
            refuse(what, "raise scaling.replicas or scaling.min to 2, or remove it", "availability")
        if self.min_available and pods(self.min_available, scaling.fewest) >= scaling.fewest:
            what = f"all {scaling.fewest} replicas would have to stay, so no node could be drained"
            refuse(what, "lower it, or raise scaling.replicas or scaling.min", "availability.minAvailable")

    def budget(self, fewest: int) -> dict[str, int | str]:
        """Return the bound for ``fewest`` replicas, which a stack's ceiling may have lowered."""
        if self.min_available and pods(self.min_available, fewest) < fewest:
            return {"minAvailable": written(self.min_available)}
        return {"maxUnavailable": written(self.max_unavailable or "1")}
