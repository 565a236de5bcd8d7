"""A verdict as a table for people: what is wrong, the way out, and where."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from infra.report.notes import notes
from infra.report.plain import plain
from infra.report.summary import about, counted, outcome

if TYPE_CHECKING:
    from infra.policy.verdict import Finding, Judged

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def as_table(judged: Judged, *, width: int, colour: bool) -> str:
    """Return the verdict as a table of ``width`` columns, what was waived, and a line that sums it up."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colour, color_system="standard" if colour else None)
    open_findings = [finding for finding in judged.verdict.findings if not finding.waived]
    if open_findings:
        console.print(_table(open_findings, width))
    console.print(_summary(judged), soft_wrap=True)
    for note in notes(judged.verdict):
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
        words = Text.assemble(plain(finding.message), "\n", (f"fix: {finding.remediation}", "green"))
        table.add_row(head, words, where)
    return table


def _where(finding: Finding) -> Text:
    places = [place for place in (finding.spec, finding.rendered) if place]
    return Text("\n".join(plain(str(part)) for part in (finding.object, *places)))


def _summary(judged: Judged) -> Text:
    style = "bold green" if judged.verdict.outcome == "allowed" else "bold red"
    return Text.assemble((outcome(judged), style), f" {about(judged)}: {counted(judged.verdict)}")
