"""Verdicts as JUnit's XML: a suite for each verdict, a case for each finding and for each rule that found nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from infra.report.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.policy.verdict import Finding, Judged


def as_junit(judged: Sequence[Judged]) -> str:
    """Return the document; advisory verdicts are left out, because every failure in it counts."""
    root = ET.Element("testsuites", name="slipway")
    for one in judged:
        if not one.advisory:
            root.append(_suite(one))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(judged: Judged) -> ET.Element:
    verdict = judged.verdict
    left = {one.code: one.reason for one in verdict.not_evaluated}
    found = {finding.code for finding in verdict.findings}
    cases = [_found(judged, finding) for finding in verdict.findings]
    cases += [_case(code, rule.title, left.get(code)) for code, rule in judged.rules.items() if code not in found]
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": 0,
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = ET.Element("testsuite", {"name": plain(judged.title), **{key: str(n) for key, n in counts.items()}})
    suite.extend(cases)
    return suite


def _case(code: str, name: str, skipped: str | None) -> ET.Element:
    case = ET.Element("testcase", classname=code, name=plain(name))
    if skipped is not None:
        ET.SubElement(case, "skipped", message=plain(skipped))
    return case


def _found(judged: Judged, finding: Finding) -> ET.Element:
    place = judged.place(finding)
    waived = finding.waived
    words = f"waived until {waived.waiver.expires}: {waived.waiver.reason} ({waived.waiver.ticket})" if waived else None
    case = _case(finding.code, f"{finding.object} {finding.path}", words)
    case.set("file", plain(place.file))
    case.set("line", str(place.line))
    if waived:
        return case
    parts = (f"{finding.severity}: {finding.message}", f"fix: {finding.remediation.strip()}", f"at: {place}")
    says = "\n".join(map(plain, parts))
    if finding.severity == "error":
        ET.SubElement(case, "failure", message=plain(finding.message), type=finding.code).text = says
    else:
        ET.SubElement(case, "system-out").text = says
    return case
