"""How a new version of a model takes over: pod by pod, or as a variant beside the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from models.amount import Amount, replicas_of
from models.base import Part, refuse
from models.variants import BlueGreen, SideBySide, Variant
from models.workload import StatefulSet

if TYPE_CHECKING:
    from models.spec import ModelSpec

_NONE = {0, "0%"}
LONGEST_NAME = 50
"""Characters of a workload's name; 13 more are left for the suffixes of pods and jobs."""


class Rolling(Part):
    """Pods are replaced a few at a time; recreated where a new one could only wait for what the old one holds."""

    variants: ClassVar[dict[str, Variant]] = {}
    strategy: Literal["rolling"]
    max_surge: Amount | None = None
    """Pods above the replicas while they are replaced; 1 for a model without GPUs where absent, and 0 with GPUs."""
    max_unavailable: Amount | None = None
    """Replicas that may be missing meanwhile; 1 without a surge where absent, and 0 with one."""
    spare_gpus: Annotated[int, Field(ge=0, le=1000)] = 0
    """GPUs that are free for a rollout: what a surge of a model with GPUs takes."""

    @model_validator(mode="after")
    def _moves(self) -> Self:
        if self.max_surge in _NONE and self.max_unavailable in _NONE:
            fix = "set maxUnavailable: 1, or maxSurge: 1 where there is room for one more pod"
            refuse("no pod may be added and none may be missing, so a rollout never begins", fix, "maxSurge")
        return self

    @property
    def asked(self) -> bool:
        """Whether the spec says how pods are replaced."""
        return self.max_surge is not None or self.max_unavailable is not None

    def surge(self, *, gpus: bool) -> int | str:
        """Return how many pods may be added to the replicas."""
        if self.max_surge is not None:
            return self.max_surge
        return 0 if gpus and self.max_unavailable not in _NONE else 1

    def unavailable(self, *, gpus: bool) -> int | str:
        """Return how many replicas may be missing."""
        if self.max_unavailable is not None:
            return self.max_unavailable
        return 1 if self.surge(gpus=gpus) in _NONE else 0


class Recreate(Part):
    """All pods stop before the first new one starts."""

    variants: ClassVar[dict[str, Variant]] = {}
    strategy: Literal["recreate"]


def _named(value: object) -> object:
    """Take ``recreate`` for ``{strategy: recreate}``."""
    return {"strategy": value} if isinstance(value, str) else value


Rollout = Annotated[
    Annotated[Rolling | Recreate | SideBySide, Field(discriminator="strategy")],
    BeforeValidator(_named, json_schema_input_type=Literal["rolling", "recreate"] | Rolling | Recreate | SideBySide),
]
"""A strategy with its options, or only its name."""


def check(spec: ModelSpec) -> None:
    """Refuse a rollout that the rest of the spec makes impossible.

    Raises:
        PydanticCustomError: If there is one.
    """
    rollout = spec.rollout
    if isinstance(spec.workload, StatefulSet):
        _goes_one_by_one(rollout)
    if isinstance(rollout, Rolling):
        _surge_has_room(spec, rollout)
    for name in rollout.variants:
        if len(f"{spec.name}-{name}") > LONGEST_NAME:
            what = f"the objects' name {spec.name}-{name} is longer than {LONGEST_NAME} characters"
            refuse(what, "shorten the variant's name or the model's", f"rollout.variants.{name}")
    if rollout.variants and not isinstance(rollout, BlueGreen) and spec.route is None:
        what = "the route decides which variant gets a request, and the model has none"
        refuse(what, "add route: {}, or use strategy: blueGreen, which needs none", "rollout.strategy")


def _goes_one_by_one(rollout: Rolling | Recreate | SideBySide) -> None:
    """Refuse what a StatefulSet can't do: it stops one replica, and starts it anew with the same name and volume."""
    what = "a StatefulSet replaces its replicas one by one"
    if isinstance(rollout, Recreate):
        refuse(what, "remove it, or use workload: deployment", "rollout.strategy")
    if isinstance(rollout, Rolling) and rollout.max_surge not in {None, *_NONE}:
        refuse(f"{what}, each in its own place", "remove it, or set maxSurge: 0", "rollout.maxSurge")
    if isinstance(rollout, Rolling) and rollout.max_unavailable not in {None, 1}:
        refuse(what, "remove it, or set maxUnavailable: 1", "rollout.maxUnavailable")


def _surge_has_room(spec: ModelSpec, rollout: Rolling) -> None:
    surge = replicas_of(rollout.surge(gpus=spec.compute.gpu is not None), spec.scaling.most)
    if surge and spec.cache and spec.cache.access == "ReadWriteOnce" and rollout.asked:
        what = "a new pod would wait for the cache, which one node can mount, while the old one holds it"
        refuse(what, "set maxSurge: 0, or use a cache with access: ReadWriteMany", "rollout.maxSurge")
    needed = surge * (spec.compute.gpu.count if spec.compute.gpu else 0)
    if needed > rollout.spare_gpus:
        what = f"a surge of {surge} would wait for {needed} GPUs that nobody promised"
        fix = f"set maxSurge: 0 and maxUnavailable: 1, or spareGpus: {needed} where they are free"
        refuse(what, fix, "rollout.maxSurge")
