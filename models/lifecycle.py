"""The times a replica is given to load, to answer and to leave."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from models.base import Part, Seconds, refuse


class Lifecycle(Part):
    """The times a replica is given to load, to answer and to leave."""

    load_budget_seconds: Annotated[Seconds, Field(ge=60)] | None = None
    """Seconds from the server's start until the model answers, at least those that a hanging server is given; derived
    from the artifact's size where absent."""
    request_timeout_seconds: Annotated[Seconds, Field(ge=1)] = 30
    """Seconds after which a request is given up, from the route to the server."""
    pre_stop_seconds: Seconds = 15
    """Seconds that a leaving replica keeps answering while the cluster stops sending to it."""
    drain_seconds: Seconds | None = None
    """Seconds that it gets after that to finish what it accepted, at least the request timeout, and that where
    absent."""

    @model_validator(mode="after")
    def _accepted_requests_are_answered(self) -> Self:
        if self.drain_seconds is not None and self.drain_seconds < self.request_timeout_seconds:
            refuse(
                f"a request may take {self.request_timeout_seconds} seconds, and would be cut off",
                f"raise it to at least {self.request_timeout_seconds}, or lower requestTimeoutSeconds",
                "drainSeconds",
            )
        return self

    @property
    def seconds_to_drain(self) -> int:
        """Seconds to finish what was accepted."""
        return self.request_timeout_seconds if self.drain_seconds is None else self.drain_seconds
