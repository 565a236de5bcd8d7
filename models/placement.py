"""Which nodes a model's pods go to, and how they spread over them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import LabelKey, LabelValue, Part, Seconds, refuse, text

_OBJECT_NAME = text(
    r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?", "an object's name", "use lower-case letters, digits, '-' and '.'"
)
ObjectName = Annotated[str, *_OBJECT_NAME]
"""Name of an object of the cluster (RFC 1123)."""
Strength = Literal["required", "preferred", "off"]
"""Whether a pod waits rather than break a rule, breaks it rather than wait, or has no such rule."""
_WITHOUT_VALUES = ("Exists", "DoesNotExist")
_OF_NUMBERS = ("Gt", "Lt")


class NodeRule(Part):
    """What a node's label must say."""

    label: LabelKey
    """Label of the node."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = "In"
    values: tuple[LabelValue, ...] = ()
    """Values of the label; one number for Gt and Lt, none for Exists and DoesNotExist."""
    weight: Annotated[int, Field(ge=1, le=100)] | None = None
    """How much the rule is preferred over others; required where absent."""

    @model_validator(mode="after")
    def _values_fit_the_operator(self) -> Self:
        if self.operator in _WITHOUT_VALUES:
            if self.values:
                refuse(f"{self.operator} looks at no value", "remove values, or use In or NotIn", "values")
        elif self.operator in _OF_NUMBERS:
            if len(self.values) != 1 or not self.values[0].isdigit():
                refuse(f"{self.operator} compares with one whole number", 'write values: ["80"]', "values")
        elif not self.values:
            refuse(f"{self.operator} needs values", "add values, or use Exists or DoesNotExist", "values")
        return self


class Toleration(Part):
    """A taint that doesn't keep the pods away."""

    key: LabelKey
    """Key of the taint."""
    value: LabelValue | None = None
    """Value of the taint; any where absent."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"
    seconds: Seconds | None = None
    """Seconds that a pod stays on a node that gets a NoExecute taint; for ever where absent."""

    @model_validator(mode="after")
    def _only_running_pods_wait(self) -> Self:
        if self.seconds is not None and self.effect != "NoExecute":
            refuse("only NoExecute drives running pods away", "remove seconds, or set effect: NoExecute", "seconds")
        return self


class Spread(Part):
    """How replicas spread, where the defaults don't fit."""

    zones: Strength | None = None
    """Over zones: required for CPU models in prod, and preferred for others, where absent."""
    hosts: Strength | None = None
    """Over nodes: preferred where absent."""


class Placement(Part):
    """Rules for the scheduler, besides those that follow from the accelerator and the replicas."""

    node_selector: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    """Labels that the node must have; a label that the accelerator asks for as well gets this value."""
    affinity: tuple[NodeRule, ...] = ()
    """Rules about labels of the node that are more than equal; all that are required hold together."""
    tolerations: tuple[Toleration, ...] = ()
    """Taints that don't keep the pods away, besides those of accelerators and spot nodes."""
    spread: Spread = Spread()
    spot: bool = False
    """Whether the pods go to nodes that are cheap because the cloud may take them away."""
    priority_class: ObjectName | None = None
    """PriorityClass of the cluster: who is scheduled first, and who is evicted for whom."""
    runtime_class: ObjectName | None = None
    """RuntimeClass of the cluster, such as nvidia where it isn't the nodes' default."""
    scheduler: ObjectName | None = None
    """Scheduler that places the pods; the cluster's default where absent."""
