"""The engines that can evaluate the bundle. All give the same result for the same input, or a test fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle

EngineName = Literal["embedded", "opa", "opa-server", "conftest"]

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


@dataclass(frozen=True, slots=True)
class Chosen:
    """An engine as the command line names it."""

    name: EngineName = "embedded"
    url: str = "http://localhost:8181"
    """Of the server that ``opa-server`` asks."""
    seconds: float = 120
    """How long an engine outside this process may take."""


def engine(chosen: Chosen) -> Engine:
    """Return an engine; its module is imported only when it is asked for."""
    if chosen.name == "opa":
        from infra.policy.opa import Opa

        return Opa(chosen.seconds)
    if chosen.name == "opa-server":
        from infra.policy.opa_server import OpaServer

        return OpaServer(chosen.url, chosen.seconds)
    if chosen.name == "conftest":
        from infra.policy.conftest import Conftest

        return Conftest(chosen.seconds)
    from infra.policy.embedded import Embedded

    return Embedded()
