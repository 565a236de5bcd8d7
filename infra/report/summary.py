"""The line that sums a verdict up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from infra.report.plain import plain

if TYPE_CHECKING:
    from infra.policy.verdict import Judged, Verdict

STATES = ("error", "warning", "info", "waived")


def summary(judged: Judged) -> str:
    """Return the verdict, what it is about and how much was found."""
    return f"{outcome(judged)} {about(judged)}: {counted(judged.verdict)}"


def outcome(judged: Judged) -> str:
    """Return the verdict in one word."""
    return judged.verdict.outcome.upper()


def about(judged: Judged) -> str:
    """Return what was judged, and by how much."""
    verdict = judged.verdict
    advisory = " by the changed policies (advisory)" if judged.advisory else ""
    return f"{plain(judged.title)}{advisory}: {verdict.objects} objects, {verdict.rules} rules ({verdict.engine})"


def counted(verdict: Verdict) -> str:
    """Return how many findings there are of each state."""
    counts = Counter("waived" if one.waived else one.severity for one in verdict.findings)
    return ", ".join(number_of(counts[state], state) for state in STATES if counts[state]) or "nothing found"


def number_of(number: int, state: str) -> str:
    """Return a number with its noun."""
    return f"{number} {state}" + ("s" if number > 1 and state in {"error", "warning", "rule"} else "")
