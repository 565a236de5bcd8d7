"""What a verdict says besides the findings that count: waived ones, rules not asked, and waivers to look at."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from infra.report.plain import plain
from infra.report.summary import number_of

if TYPE_CHECKING:
    from infra.policy.verdict import Finding, Verdict
    from infra.policy.waivers import Waiver

_STATES = {
    "pending": "doesn't count yet",
    "expiring": "expires soon: renew it, or remove what it excuses",
    "expired": "has expired: renew it or remove it",
    "unused": "excuses nothing here",
    "unknown": "is for a rule that doesn't exist",
}


def notes(verdict: Verdict) -> list[str]:
    """Return the notes, one a line."""
    found = [_waived(finding, finding.waived.waiver) for finding in verdict.findings if finding.waived]
    reasons = Counter(one.reason for one in verdict.not_evaluated)
    found += [f"not evaluated: {number_of(number, 'rule')}, {reason}" for reason, number in reasons.items()]
    found += [
        f"waiver {name} {_STATES[state]}"
        for state, names in dataclasses.asdict(verdict.waivers).items()
        for name in names
    ]
    return list(map(plain, found))


def _waived(finding: Finding, waiver: Waiver) -> str:
    return f"waived until {waiver.expires}: {finding.code} on {finding.object} ({waiver.ticket}, {waiver.owner})"
