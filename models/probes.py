"""How often and how patiently a server is asked whether it lives and answers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Part, refuse

_Count = Annotated[int, Field(ge=1, le=1000)]
_ProbeSeconds = Annotated[int, Field(ge=1, le=3600)]


class Startup(Part):
    """The probe that waits for the model to load; how often it may fail follows from lifecycle.loadBudgetSeconds."""

    period_seconds: _ProbeSeconds = 10
    """Seconds from one question to the next."""
    timeout_seconds: _ProbeSeconds = 3
    """Seconds until an answer counts as none; at most the period."""

    @model_validator(mode="before")
    @classmethod
    def _never_delayed(cls, data: object) -> object:
        if isinstance(data, dict) and data.keys() & {"initialDelaySeconds", "initial_delay_seconds"}:
            refuse(
                "a delay makes every start as slow as the slowest",
                "remove it; lifecycle.loadBudgetSeconds holds the other probes back for as long as loading takes",
                "initialDelaySeconds",
            )
        return data

    @model_validator(mode="after")
    def _one_question_at_a_time(self) -> Self:
        if self.timeout_seconds > self.period_seconds:
            refuse(
                f"a timeout of {self.timeout_seconds} seconds outlasts the period of {self.period_seconds}",
                "lower timeoutSeconds or raise periodSeconds",
                "timeoutSeconds",
            )
        return self


class Liveness(Startup):
    """The probe that restarts a server that hangs; slow to do so, because a busy server answers late."""

    failure_threshold: _Count = 6
    """Failures in a row that count."""

    @property
    def seconds_to_fail(self) -> int:
        """Seconds that a hanging server is given."""
        return self.period_seconds * self.failure_threshold


class Readiness(Startup):
    """The probe that takes a server that doesn't answer out of the Service; quick, because others answer instead."""

    period_seconds: _ProbeSeconds = 5
    failure_threshold: _Count = 2
    """Failures in a row that count."""


class Probes(Part):
    """The three probes; their paths are the runtime's."""

    startup: Startup = Startup()
    liveness: Liveness = Liveness()
    readiness: Readiness = Readiness()


def refuse_hasty_loads(budget: int | None, liveness: Liveness) -> None:
    """Refuse a load budget, in seconds, that is less than what a server that hangs is given.

    Raises:
        PydanticCustomError: It is less.
    """
    if budget is not None and budget < liveness.seconds_to_fail:
        refuse(
            f"loading may take {budget} seconds, and a server that hangs is given {liveness.seconds_to_fail}",
            f"raise it to {liveness.seconds_to_fail}, or lower probes.liveness",
            "lifecycle.loadBudgetSeconds",
        )
