"""Which part of a stack a Pulumi stack holds: ``prod``, ``prod.platform``, ``prod.models`` or ``prod.<model>``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Component

PLATFORM = "platform"
MODELS = "models"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a stack; an empty part is the whole stack."""

    stack: str
    part: str = ""

    @classmethod
    def of(cls, pulumi_stack: str) -> Scope:
        """Return the scope that a Pulumi stack's name stands for."""
        stack, _, part = pulumi_stack.partition(".")
        return cls(stack, part)

    def components(self, components: Iterable[Component]) -> list[Component]:
        """Return the components in the scope.

        Raises:
            InputError: If no scope of the stack has that name.
        """
        everything = list(components)
        models = [component.name for component in everything if component.kind == "models"]
        if self.part not in {"", PLATFORM, MODELS, *models}:
            known = ", ".join(f"{self.stack}.{part}" for part in (PLATFORM, MODELS, *models))
            what = f"the stack {self.stack} has no scope {self.part!r}"
            raise InputError(Problem(what, f"known are {self.stack}, {known}", f"{self.stack}.{self.part}"))
        return [component for component in everything if self._holds(component)]

    def _holds(self, component: Component) -> bool:
        wanted = {"": True, PLATFORM: component.kind == "platform", MODELS: component.kind == "models"}
        return wanted.get(self.part, component.kind == "models" and component.name == self.part)
