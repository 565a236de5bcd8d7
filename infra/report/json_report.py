"""Verdicts as JSON: the contract of ``docs/verdict.schema.json``, one line for each verdict."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from infra.errors import Place
    from infra.policy.verdict import Finding, Judged, Waived


def as_json(judged: Sequence[Judged]) -> str:
    """Return the verdicts, one a line."""
    return "".join(json.dumps(_verdict(one)) + "\n" for one in judged)


def _verdict(judged: Judged) -> dict[str, Any]:
    verdict = judged.verdict
    return {
        "target": judged.title,
        "advisory": judged.advisory,
        "verdict": verdict.outcome,
        "engine": verdict.engine,
        "objects": verdict.objects,
        "rules": verdict.rules,
        "findings": [_finding(finding) for finding in verdict.findings],
        "not_evaluated": [{"code": one.code, "reason": one.reason} for one in verdict.not_evaluated],
        "waivers": {state: list(names) for state, names in dataclasses.asdict(verdict.waivers).items()},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    api_version, kind, namespace, name = finding.object
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "remediation": finding.remediation,
        "object": {"apiVersion": api_version, "kind": kind, "namespace": namespace, "name": name},
        "container": finding.container,
        "path": finding.path,
        "rendered": _place(finding.rendered),
        "spec": _place(finding.spec),
        "waiver": _waiver(finding.waived),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line} if place else None


def _waiver(waived: Waived | None) -> dict[str, str | None] | None:
    if waived is None:
        return None
    waiver = waived.waiver
    return {
        "name": waived.name,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "ticket": waiver.ticket,
        "from": waiver.first,
        "expires": waiver.expires,
    }
