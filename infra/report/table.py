"""A verdict as a table for people: what is wrong, the way out, and where."""

from __future__ import annotations

import dataclasses
import io
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

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
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan", "waived": "dim"}


def as_table(verdict: Verdict, title: str, *, width: int, colour: bool) -> str:
    """Return the verdict as a table of ``width`` columns, what was waived, and a line that sums it up."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    open_findings = [finding for finding in verdict.findings if not finding.waived]
    if open_findings:
        console.print(_table(open_findings, width))
    console.print(_summary(verdict, title), soft_wrap=True)
    for note in _notes(verdict):
        console.print(Text(f"  {note}", "dim"), soft_wrap=True)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _table(findings: list[Finding], width: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style="bold", expand=True)
    table.add_column("Finding", no_wrap=True)
    table.add_column("What is wrong, and the way out", ratio=1)
    places = [_where(finding) for finding in findings]
    longest = max(len(line) for where in places for line in where.plain.splitlines())
    table.add_column("Where", overflow="fold", min_width=min(longest, width // 2))
    for finding, where in zip(findings, places, strict=True):
        head = Text.assemble((finding.severity, _STYLES[finding.severity]), "\n", finding.code)
        words = Text.assemble(finding.message, "\n", (f"fix: {finding.remediation}", "green"))
        table.add_row(head, words, where)
    return table


def _where(finding: Finding) -> Text:
    places = [place for place in (finding.spec, finding.rendered) if place]
    return Text("\n".join([str(finding.object), *(str(place) for place in places)]))


def _summary(verdict: Verdict, title: str) -> Text:
    counts = Counter("waived" if one.waived else one.severity for one in verdict.findings)
    found = ", ".join(_counted(counts[state], state) for state in _STYLES if counts[state]) or "nothing found"
    style = "bold green" if verdict.outcome == "allowed" else "bold red"
    rest = f" {title}: {verdict.objects} objects, {verdict.rules} rules ({verdict.engine}): {found}"
    return Text.assemble((verdict.outcome.upper(), style), rest)


def _counted(number: int, state: str) -> str:
    return f"{number} {state}" + ("s" if number > 1 and state in {"error", "warning", "rule"} else "")


def _waived(finding: Finding, waiver: Waiver) -> str:
    return f"waived until {waiver.expires}: {finding.code} on {finding.object} ({waiver.ticket}, {waiver.owner})"


def _notes(verdict: Verdict) -> list[str]:
    notes = [_waived(finding, finding.waived.waiver) for finding in verdict.findings if finding.waived]
    reasons = Counter(one.reason for one in verdict.not_evaluated)
    notes += [f"not evaluated: {_counted(number, 'rule')}, {reason}" for reason, number in reasons.items()]
    return notes + [
        f"waiver {name} {_STATES[state]}"
        for state, names in dataclasses.asdict(verdict.waivers).items()
        for name in names
    ]
