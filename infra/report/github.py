"""Verdicts as GitHub's workflow commands, which become annotations on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.report.plain import plain
from infra.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.policy.verdict import Finding, Judged

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_WORST_FIRST = ("error", "warning", "notice")


def as_github(judged: Sequence[Judged]) -> str:
    """Return an annotation for each finding, the worst first, because GitHub shows ten of a step; then the verdicts."""
    found = sorted(
        (
            (_command(one, finding), one, finding)
            for one in judged
            for finding in one.verdict.findings
            if not (one.advisory and finding.waived)
        ),
        key=lambda entry: _WORST_FIRST.index(entry[0]),
    )
    lines = [_annotation(command, one, finding) for command, one, finding in found]
    return "".join(f"{line}\n" for line in [*lines, *map(summary, judged)])


def _command(judged: Judged, finding: Finding) -> str:
    return "notice" if judged.advisory or finding.waived else _COMMANDS[finding.severity]


def _annotation(command: str, judged: Judged, finding: Finding) -> str:
    place = judged.place(finding)
    state = f"waived until {finding.waived.waiver.expires}: " if finding.waived else ""
    kind = f"{finding.code} (advisory)" if judged.advisory else finding.code
    words = f"{state}{finding.object}: {finding.message}. Fix: {finding.remediation.strip()}"
    properties = {"file": place.file, "line": str(place.line), "title": kind}
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {shown}::{_data(words)}"


def _data(text: str) -> str:
    """Return what may stand after the second ``::``."""
    return plain(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
