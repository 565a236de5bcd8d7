"""What a model promises to its callers."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Part, refuse

Milliseconds = Annotated[int, Field(ge=1, le=3_600_000)]
"""A duration in whole milliseconds, at most an hour."""


class Slo(Part):
    """Objectives; each becomes alerts where the stack's Prometheus takes them."""

    # Below 94, even an hour without one good answer would spend the budget too slowly to raise the alarm.
    availability: Annotated[float, Field(ge=95, lt=100)] | None = None
    """Percent of the requests, over 30 days, that the server doesn't fail."""
    error_rate: Annotated[float, Field(gt=0, le=50)] | None = None
    """Percent of the requests that may fail at any time, whatever the month's budget."""
    p95_ms: Milliseconds | None = None
    """Milliseconds in which 95 % of the requests are answered."""
    p99_ms: Milliseconds | None = None
    """Milliseconds in which 99 % of the requests are answered."""

    @model_validator(mode="after")
    def _promises_something(self) -> Self:
        if not self.model_fields_set or all(value is None for value in self.model_dump().values()):
            refuse("it promises nothing", "give availability, errorRate, p95Ms or p99Ms, or remove it")
        if self.p95_ms and self.p99_ms and self.p95_ms > self.p99_ms:
            refuse(f"p95Ms {self.p95_ms} exceeds p99Ms {self.p99_ms}", "lower p95Ms or raise p99Ms", "p95Ms")
        return self
