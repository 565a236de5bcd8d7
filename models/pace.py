"""How fast an autoscaler adds replicas and gives them back."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import Part, refuse


class Step(Part):
    """The most that one period may change."""

    pods: Annotated[int, Field(ge=1)] | None = None
    """Replicas."""
    percent: Annotated[int, Field(ge=1)] | None = None
    """Percent of the replicas there are."""
    period_seconds: Annotated[int, Field(ge=1, le=1800)] = 15
    """Length of the period in seconds."""

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if (self.pods is None) == (self.percent is None):
            refuse("a step is a number of pods or a percentage", "give pods or percent, not both")
        return self


class Pace(Part):
    """How fast the number of replicas changes in one direction; Kubernetes' own defaults where absent."""

    stabilization_seconds: Annotated[int, Field(ge=0, le=3600)] | None = None
    """Seconds for which a lower (when adding) or higher (when giving back) wish counts on; 0 up and 300 down."""
    select: Literal["max", "min", "disabled"] = "max"
    """Which of several steps counts; ``disabled`` never moves in this direction."""
    steps: Annotated[tuple[Step, ...], Field(max_length=8)] = ()
    """Steps; up the larger of 4 pods and 100 percent in 15 seconds, down 100 percent, where absent."""
