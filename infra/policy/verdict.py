"""A verdict and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from infra.errors import Place
    from infra.manifest import Identity
    from infra.policy.annotations import Severity
    from infra.policy.engine import EngineName
    from infra.policy.waivers import Waiver


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver by its name in the waivers' file."""

    name: str
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's objection to one place in one object."""

    code: str
    severity: Severity
    """The rule's own, or warning until the day from which the rule denies."""
    message: str
    remediation: str
    object: Identity
    container: str | None
    path: str
    """JSON pointer into the object."""
    waived: Waived | None
    rendered: Place | None = None
    """Line of the file the object was read from or is rendered to, if that file exists."""
    spec: Place | None = None
    """Line of the model spec that set it."""


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not be asked, which is not the same as one that found nothing."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class WaiverStates:
    """The waivers to report, by name."""

    pending: tuple[str, ...] = ()
    """Those that don't count yet."""
    expiring: tuple[str, ...] = ()
    """Those that soon won't count any more."""
    expired: tuple[str, ...] = ()
    """Those that no longer count."""
    unused: tuple[str, ...] = ()
    """Those that count and excused nothing."""
    unknown: tuple[str, ...] = ()
    """Those for a rule that doesn't exist."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policies say about a set of objects."""

    engine: EngineName
    objects: int
    rules: int
    findings: tuple[Finding, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    waivers: WaiverStates = WaiverStates()

    @property
    def outcome(self) -> Literal["allowed", "denied"]:
        """Denied if any finding of severity error is not waived."""
        denied = any(finding.severity == "error" and not finding.waived for finding in self.findings)
        return "denied" if denied else "allowed"
