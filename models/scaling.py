"""How many replicas a model has, and what an autoscaler goes by."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import Part, Seconds, refuse, text
from models.metrics import Metrics, Query
from models.pace import Pace

Replicas = Annotated[int, Field(ge=1, le=1000)]
_CRON = text(r"\S+( \S+){4}", "a time in cron's notation", "write five fields, such as 0 8 * * 1-5")
_ZONE = text(r"[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}", "a time zone", "write a name of the IANA list, such as Europe/Berlin")
_DEFAULT_CPU_PERCENT = 70


class Hours(Part):
    """Times of the week at which more replicas run than load alone asks for."""

    start: Annotated[str, *_CRON]
    """When they begin, in cron's notation."""
    end: Annotated[str, *_CRON]
    """When they end, in cron's notation."""
    time_zone: Annotated[str, *_ZONE] = "Etc/UTC"
    """IANA name of the time zone of both."""
    replicas: Replicas
    """Fewest replicas in between."""

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.start == self.end:
            refuse("start and end are the same moment", "move the end", "end")
        return self


class ScaleToZero(Part):
    """No replica at all while nobody asks; the first caller waits, or is turned away, until one has started."""

    cold_start_seconds: Seconds
    """Seconds that callers can bear until the first replica answers."""
    idle_seconds: Seconds = 300
    """Seconds without a request before the last replica goes."""
    wake: Query | None = None
    """What tells of requests while no replica runs, such as a gateway's counter; the stack's where absent."""


class Fallback(Part):
    """What happens while Prometheus doesn't answer."""

    replicas: Replicas
    """Replicas then."""
    failures: Annotated[int, Field(ge=1, le=100)] = 3
    """Questions in a row that must have failed."""
    behavior: Literal["static", "currentReplicas", "currentReplicasIfHigher", "currentReplicasIfLower"] = (
        "currentReplicasIfHigher"
    )
    """Whether that number counts, or the replicas there are."""


class Scaling(Part):
    """A fixed number of replicas, or an autoscaler between two."""

    replicas: Replicas | None = None
    """Fixed number of replicas."""
    min: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Fewest replicas of the autoscaler; 0 together with scaleToZero."""
    max: Replicas | None = None
    """Most replicas of the autoscaler."""
    metrics: Metrics = Metrics()
    """What the autoscaler goes by; the CPU at 70 percent where nothing is named."""
    schedule: tuple[Hours, ...] = ()
    """Hours with more replicas."""
    scale_up: Pace = Pace()
    """How fast replicas are added."""
    scale_down: Pace = Pace()
    """How fast replicas are given back."""
    scale_to_zero: ScaleToZero | None = None
    fallback: Fallback | None = None
    """While Prometheus doesn't answer; the replicas there are stay, where absent."""
    polling_seconds: Annotated[int, Field(ge=5, le=3600)] | None = None
    """Seconds between two questions to Prometheus; with each decision (15) where absent."""
    cooldown_seconds: Annotated[Seconds, Field(le=3600)] | None = None
    """Seconds that a lull lasts before replicas are given back, in place of scaleDown.stabilizationSeconds."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        bounded = self.min is not None or self.max is not None
        if bounded and self.replicas is not None:
            refuse("replicas is fixed, and min and max ask for an autoscaler", "keep one of the two", "replicas")
        if bounded and (self.min is None or self.max is None):
            refuse("an autoscaler needs both min and max", "give both, or replicas for a fixed number")
        if self.min is not None and self.max is not None and self.min > self.max:
            refuse(f"min {self.min} exceeds max {self.max}", "lower min or raise max", "min")
        given = self.model_dump(by_alias=True, exclude_defaults=True).keys() - {"replicas", "min", "max"}
        if given and not bounded:
            refuse("only an autoscaler has this, and there is none", "give min and max as well", min(given))
        return self

    @model_validator(mode="after")
    def _zero_is_meant(self) -> Self:
        if self.min == 0 and self.scale_to_zero is None:
            refuse(
                "no replica runs at 0, so nothing of its own could wake the model",
                "add scaleToZero: {coldStartSeconds: …} with a wake query or a schedule, or use min: 1",
                "min",
            )
        if self.scale_to_zero and self.min:
            refuse(f"min is {self.min}, so it never gets to zero", "set min: 0, or remove scaleToZero", "scaleToZero")
        return self

    @model_validator(mode="after")
    def _one_autoscaler(self) -> Self:
        if self.needs_prometheus or self.schedule or self.scale_to_zero:
            if self.metrics.pods:
                refuse(
                    "KEDA can't read the custom metrics API, which this needs, beside what only KEDA can do",
                    "ask Prometheus for it with promql",
                    "metrics.pods",
                )
            return self
        for name, value in (("fallback", self.fallback), ("pollingSeconds", self.polling_seconds)):
            if value is not None:
                refuse(
                    "this is about Prometheus, and no metric here comes from it",
                    "remove it, or add a metric that does, such as metrics: {queueDepth: 5}",
                    name,
                )
        return self

    @model_validator(mode="after")
    def _hours_are_within_bounds(self) -> Self:
        for index, hours in enumerate(self.schedule):
            if hours.replicas > self.most:
                refuse(f"{hours.replicas} exceeds max {self.most}", "raise max", f"schedule.{index}.replicas")
        if self.cooldown_seconds is not None and self.scale_down.stabilization_seconds is not None:
            refuse("scaleDown.stabilizationSeconds says the same", "keep one of the two", "cooldownSeconds")
        return self

    def capped(self, ceiling: int | None) -> Scaling:
        """Return the scaling under a stack's ceiling of replicas; under one of 1 there is nothing to scale."""
        if ceiling is None or (self.most <= ceiling and self.fewest > 0):
            return self
        if self.fewest >= ceiling or ceiling == 1:
            return Scaling(replicas=ceiling)
        return self.model_copy(update={"max": min(self.most, ceiling)})

    @property
    def autoscaled(self) -> bool:
        """Whether an autoscaler has room to work."""
        return self.most > self.fewest

    @property
    def fewest(self) -> int:
        """Replicas that always run."""
        return self.min if self.min is not None else self.replicas or 1

    @property
    def most(self) -> int:
        """Replicas at the height of load."""
        return self.max or self.replicas or 1

    @property
    def needs_prometheus(self) -> bool:
        """Whether an autoscaler must ask Prometheus."""
        return bool(self.metrics.queried)

    @property
    def cpu_percent(self) -> int | None:
        """CPU use to aim at; a default where nothing else is named."""
        if self.metrics.asked or self.scale_to_zero:
            return self.metrics.cpu_percent
        return _DEFAULT_CPU_PERCENT
