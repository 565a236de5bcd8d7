"""Verdicts as Markdown for one comment on a pull request: the verdict first, the worst first, and never too long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from infra.report.notes import notes
from infra.report.plain import plain, shortened
from infra.report.summary import about, counted, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from infra.policy.verdict import Finding, Judged

MARKER = "<!-- slipway -->"
"""The last line, by which a pipeline finds its earlier comment."""
_MOST = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_CELL = 400
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~#!$(){}])")
_REACHES_OUT = re.compile(r"@|:(?=//)|#(?=\d)|\b(?:www)(?=\.)", re.IGNORECASE)
_HEAD = "\n| Finding | What is wrong, and the way out | Where |\n|---|---|---|\n"


def as_markdown(judged: Sequence[Judged]) -> str:
    """Return the comment: a line for each verdict, then the tables, as far as they fit."""
    judged = sorted(judged, key=lambda one: (one.advisory, one.verdict.outcome == "allowed"))
    heads = [f"**{outcome(one)}** {_text(about(one))}: {counted(one.verdict)}  \n" for one in judged]
    tail = f"\n{MARKER}\n"
    shown, left = _fitting(
        [part for one in judged for part in _parts(one)], _MOST - sum(map(len, heads)) - len(tail) - 100
    )
    rest = f"\n{left} more lines don't fit here; `slipway check` prints them.\n" if left else ""
    return "".join([*heads, *shown, rest, tail])


def _fitting(parts: list[str], room: int) -> tuple[list[str], int]:
    """Return the first parts, as many as there is room for, and the number of those left out."""
    for count, part in enumerate(parts):
        room -= len(part)
        if room < 0:
            return parts[:count], len(parts) - count
    return parts, 0


def _parts(judged: Judged) -> Iterator[str]:
    open_findings = [finding for finding in judged.verdict.findings if not finding.waived]
    if open_findings:
        title = _text(judged.title) + (" (advisory)" if judged.advisory else "")
        yield f"\n### {title}\n{_HEAD}{_row(judged, open_findings[0])}"
        yield from (_row(judged, finding) for finding in open_findings[1:])
    yield from _listed(notes(judged.verdict), f"\n{_text(judged.title)}:\n\n")


def _listed(items: Iterable[str], head: str) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f"{'' if number else head}- {_text(item)}\n"


def _row(judged: Judged, finding: Finding) -> str:
    words = f"{_text(finding.message)}<br>fix: {_text(finding.remediation.strip())}"
    where = f"{_code(str(finding.object))}<br>{_code(str(judged.place(finding)))}"
    return f"| {finding.severity}<br>{_code(finding.code)} | {words} | {where} |\n"


def _text(words: str) -> str:
    """Return words that stay words: no markup, no link, and nobody who is mentioned by them."""
    return _escaped(_REACHES_OUT.sub("\\g<0>\u200b", shortened(plain(words), _CELL)))


def _code(words: str) -> str:
    return f"<code>{_escaped(shortened(plain(words), _CELL))}</code>"


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)
