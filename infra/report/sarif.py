"""Verdicts as SARIF 2.1.0, for code scanning. Every result has a region: one without makes GitHub refuse the file."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from infra.report.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.errors import Place
    from infra.policy.annotations import Rule
    from infra.policy.verdict import Finding, Judged

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_MARKUP = re.compile(r"([\\\[\]])")


def as_sarif(judged: Sequence[Judged]) -> str:
    """Return one run with all results, those of advisory verdicts left out: nothing depends on them."""
    binding = [one for one in judged if not one.advisory]
    rules = {code: rule for one in binding for code, rule in one.rules.items()}
    index = {code: position for position, code in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "slipway", "rules": [_rule(rule) for rule in rules.values()]}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _not_evaluated(binding)}],
        "results": [_result(one, finding, index) for one in binding for finding in one.verdict.findings],
        "columnKind": "unicodeCodePoints",
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": _text(rule.title)},
        "fullDescription": {"text": _text(rule.description.strip())},
        "help": {"text": _text(rule.remediation.strip())},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        **({"helpUri": rule.references[0]} if rule.references else {}),
    }


def _result(judged: Judged, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    place = judged.place(finding)
    others = [other for other in (finding.spec, finding.rendered) if other and other != place]
    return {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(f"{finding.object}: {finding.message}. Fix: {finding.remediation.strip()}")},
        "locations": [{**_location(place), "logicalLocations": [_logical(finding)]}],
        "relatedLocations": [_location(other) for other in others],
        "partialFingerprints": {"slipway/v1": _fingerprint(judged, finding)},
        "suppressions": _suppressions(finding),
        "properties": {"target": judged.title},
    }


def _location(place: Place) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": {"startLine": place.line}}}


def _uri(file: str) -> str:
    # A name that is no UTF-8 arrives with surrogates in it.
    return ("file://" if file.startswith("/") else "") + quote(file.encode(errors="surrogatepass"))


def _logical(finding: Finding) -> dict[str, Any]:
    return {"fullyQualifiedName": plain(f"{finding.object}{finding.path}"), "kind": "resource"}


def _fingerprint(judged: Judged, finding: Finding) -> str:
    """Return what stays the same when lines move."""
    parts = [judged.title, finding.code, *finding.object, finding.container or "", finding.path]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    if finding.waived is None:
        return []
    waiver = finding.waived.waiver
    words = f"{waiver.reason} ({waiver.ticket}, {waiver.owner}, until {waiver.expires})"
    return [{"kind": "external", "status": "accepted", "justification": plain(words)}]


def _not_evaluated(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    return [
        {"level": "warning", "message": {"text": _text(f"{one.title}: {left.code} was not evaluated: {left.reason}")}}
        for one in judged
        for left in one.verdict.not_evaluated
    ]


def _text(words: str) -> str:
    """Return words for a message: SARIF takes brackets for links and braces for placeholders."""
    return _MARKUP.sub(r"\\\1", plain(words)).replace("{", "{{").replace("}", "}}")
