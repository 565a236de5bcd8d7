"""Several versions of a model side by side, each a workload of its own, and who gets which requests."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from models.base import DnsLabel, Part, refuse, text

_HEADER = text(r"[A-Za-z0-9-]{1,256}", "a header's name", "use letters, digits and hyphens")
HeaderName = Annotated[str, *_HEADER]
HeaderValue = Annotated[str, Field(min_length=1, max_length=4096)]
Percent = Annotated[int, Field(ge=0, le=100)]

_SHARED = (
    *(("name",), ("owner",), ("namespace",), ("route",), ("identity",), ("presets",), ("overrides",)),
    ("lifecycle", "requestTimeoutSeconds"),
)
"""Fields that belong to the address and the account, of which a model has one."""


class Variant(Part):
    """One of several versions of a model that run side by side."""

    spec: dict[str, Any] = Field(default_factory=dict)
    """What differs from the model's spec: laid over it as an environment's overlay is."""
    weight: Percent | None = None
    """Percent of the requests from outside (``canary`` only)."""
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict, max_length=16)
    """Headers that a request must have, each with exactly this value, to come here (``abTest`` only)."""
    mirror_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """Percent of the requests that are copied here, their answers thrown away (``shadow`` only)."""

    in_place: bool = False
    """Runs under the model's own name, as before there were variants: so no pod is replaced when a rollout begins."""

    @model_validator(mode="after")
    def _shares_the_model_s_identity(self) -> Self:
        if self.in_place and self.spec:
            fix = "remove spec: here, and write what differs in the other variants"
            refuse("what runs in place is the model as the top of the spec describes it", fix, "spec")
        for path in _SHARED:
            inside: Any = self.spec
            for part in path[:-1]:
                inside = inside.get(part)
            if isinstance(inside, dict) and path[-1] in inside:
                refuse("all variants share this", "move it to the top of the spec", ".".join(("spec", *path)))
        rollout = self.spec.get("rollout")
        strategy = rollout.get("strategy") if isinstance(rollout, dict) else rollout
        if rollout is not None and strategy not in {"rolling", "recreate"}:
            fix = "choose rolling or recreate, for how this variant's own pods are replaced"
            refuse("a variant has no variants of its own", fix, "spec.rollout")
        return self


_WAYS = {
    "weight": ("weight", "remove it, or use strategy: canary; what is mirrored has no weight"),
    "headers": ("headers", "remove it, or use strategy: abTest"),
    "mirror_percent": ("mirrorPercent", "remove it, or use strategy: shadow"),
}
"""Field → how it is written, and what to do where the strategy doesn't use it."""


class _Variants(Part):
    """Variants, each a workload of its own, behind one route."""

    variants: Annotated[dict[DnsLabel, Variant], Field(max_length=16)]
    """What runs side by side, by name; the objects of each are called ``<model>-<variant>``."""
    _own: ClassVar[str] = ""
    """The one field by which this strategy chooses a variant."""

    @model_validator(mode="after")
    def _chooses_by_its_own_field(self) -> Self:
        if len(self.variants) < 2:  # noqa: PLR2004 - side by side
            refuse("one variant alone has nothing beside it", "add another, or use strategy: rolling", "variants")
        in_place = [name for name, variant in self.variants.items() if variant.in_place]
        if len(in_place) > 1:
            fix = "keep inPlace in one"
            refuse(f"only one variant can have the model's name, not {' and '.join(in_place)}", fix, "variants")
        for name, variant in self.variants.items():
            for field in sorted(variant.model_fields_set & _WAYS.keys() - {self._own}):
                written, fix = _WAYS[field]
                refuse("this strategy doesn't choose by it", fix, f"variants.{name}.{written}")
        return self

    def _one(self, found: list[str], what: str, fix: str) -> str:
        if len(found) != 1:
            named = f"{', '.join(found)} have" if found else "none has"
            refuse(f"exactly one variant must have {what}, and {named}", fix, "variants")
        return found[0]

    def _known(self, name: str, field: str) -> None:
        if name not in self.variants:
            refuse(f"there is no variant {name!r}", f"choose {' or '.join(self.variants)}", field)


class BlueGreen(_Variants):
    """One variant answers everything; the other waits, ready to be switched to."""

    strategy: Literal["blueGreen"]
    active: DnsLabel
    """The variant that answers, from outside and inside the cluster."""

    @model_validator(mode="after")
    def _active_is_a_variant(self) -> Self:
        self._known(self.active, "active")
        return self

    @property
    def stable(self) -> str:
        """The variant that callers inside the cluster reach."""
        return self.active


class Canary(_Variants):
    """Variants share the requests by weight."""

    strategy: Literal["canary"]
    stable: DnsLabel
    """The variant that callers inside the cluster reach; those outside are shared out by the weights."""
    _own: ClassVar[str] = "weight"

    @model_validator(mode="after")
    def _weights_are_a_whole(self) -> Self:
        self._known(self.stable, "stable")
        for name, variant in self.variants.items():
            if variant.weight is None:
                refuse("a variant of a canary needs a weight", "add weight: 0 to 100", f"variants.{name}.weight")
        total = sum(variant.weight or 0 for variant in self.variants.values())
        if total != 100:  # noqa: PLR2004 - percent
            refuse(f"the weights are {total} together, not 100", "raise or lower one of them", "variants")
        return self


class AbTest(_Variants):
    """Requests choose by their headers; those that match nothing go to the one variant without headers."""

    strategy: Literal["abTest"]
    _own: ClassVar[str] = "headers"

    @model_validator(mode="after")
    def _groups_differ(self) -> Self:
        _ = self.stable
        seen: dict[tuple[tuple[str, str], ...], str] = {}
        for name, variant in self.variants.items():
            other = seen.setdefault(_matched(variant), name)
            if other != name:
                fix = "change a value, so that each request has one variant"
                refuse(f"has the headers of {other} too", fix, f"variants.{name}.headers")
        return self

    @property
    def stable(self) -> str:
        """The variant that callers inside the cluster reach."""
        found = [name for name, variant in self.variants.items() if not variant.headers]
        return self._one(found, "no headers", "leave headers out of the one that takes all other requests")


class Shadow(_Variants):
    """One variant answers; others get copies of the requests, and their answers are thrown away."""

    strategy: Literal["shadow"]
    _own: ClassVar[str] = "mirror_percent"

    @model_validator(mode="after")
    def _one_answers(self) -> Self:
        _ = self.stable
        return self

    @property
    def stable(self) -> str:
        """The variant that answers."""
        found = [name for name, variant in self.variants.items() if variant.mirror_percent is None]
        return self._one(found, "no mirrorPercent", "add mirrorPercent to all but the one that answers")


def _matched(variant: Variant) -> tuple[tuple[str, str], ...]:
    """Header names mean the same in any case."""
    return tuple(sorted((name.lower(), value) for name, value in variant.headers.items()))


SideBySide = BlueGreen | Canary | AbTest | Shadow
