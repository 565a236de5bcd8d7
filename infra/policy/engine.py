"""The engines that can evaluate the bundle. All give the same result for the same input, or a test fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle

EngineName = Literal["embedded", "opa"]

ENTRY_POINT = "data.main.result"
"""The rule of ``policies/main.rego`` that an engine evaluates."""


class Engine(Protocol):
    """Evaluates the bundle's entry point."""

    @property
    def name(self) -> EngineName:
        """How reports call the engine."""

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value for an input in JSON.

        Raises:
            EngineError: If the engine failed, in whatever way: nothing may count as judged then.
        """


def engine(name: EngineName) -> Engine:
    """Return the engine of that name; imported only when asked for."""
    if name == "opa":
        from infra.policy.opa import Opa

        return Opa()
    from infra.policy.embedded import Embedded

    return Embedded()
