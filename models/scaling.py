"""How many replicas a model has."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Part, refuse

Replicas = Annotated[int, Field(ge=1, le=1000)]


class Scaling(Part):
    """A fixed number of replicas, or an autoscaler between two."""

    replicas: Replicas | None = None
    """Fixed number of replicas."""
    min: Replicas | None = None
    """Fewest replicas of the autoscaler."""
    max: Replicas | None = None
    """Most replicas of the autoscaler."""
    cpu_percent: Annotated[int, Field(ge=10, le=95)] = 70
    """CPU use, in percent of the request, that the autoscaler aims at."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        autoscaled = self.min is not None or self.max is not None
        if autoscaled and self.replicas is not None:
            refuse("replicas is fixed, and min and max ask for an autoscaler", "keep one of the two", "replicas")
        if autoscaled and (self.min is None or self.max is None):
            refuse("an autoscaler needs both min and max", "give both, or replicas for a fixed number")
        if self.min is not None and self.max is not None and self.min > self.max:
            refuse(f"min {self.min} exceeds max {self.max}", "lower min or raise max", "min")
        return self

    def capped(self, ceiling: int | None) -> Scaling:
        """Return the scaling under a stack's ceiling of replicas."""
        if ceiling is None or self.most <= ceiling:
            return self
        if self.fewest >= ceiling:
            return Scaling(replicas=ceiling, cpuPercent=self.cpu_percent)
        return Scaling(min=self.fewest, max=ceiling, cpuPercent=self.cpu_percent)

    @property
    def autoscaled(self) -> bool:
        """Whether an autoscaler has room to work."""
        return self.most > self.fewest

    @property
    def fewest(self) -> int:
        """Replicas that always run."""
        return self.min or self.replicas or 1

    @property
    def most(self) -> int:
        """Replicas at the height of load."""
        return self.max or self.replicas or 1
