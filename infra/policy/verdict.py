"""A verdict and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from infra.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.manifest import Identity
    from infra.policy.annotations import Rule, Severity
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


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what it is about, as reports show it."""

    title: str
    """The stack, or the files."""
    file: str
    """What is named where a finding has no line of its own: the stack's settings, or the first of the files."""
    verdict: Verdict
    rules: Mapping[str, Rule]
    advisory: bool = False
    """By policies that nobody has reviewed yet, so nothing depends on it."""

    def place(self, finding: Finding) -> Place:
        """Return the line that a person would change for a finding, as far as it is known."""
        return finding.spec or finding.rendered or Place(self.file, 1)
