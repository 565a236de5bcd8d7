"""Judge objects: ask an engine, make sure that it answered in full, and join its findings with the rules' words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from infra.errors import EngineError, InputError, Problem
from infra.manifest import Identity, Manifest
from infra.policy.result import RawFinding, RawResult, parsed
from infra.policy.verdict import Finding, NotEvaluated, Verdict, Waived, WaiverStates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from infra.policy.annotations import Rule
    from infra.policy.bundle import Bundle
    from infra.policy.context import Context
    from infra.policy.engine import Engine


_COMPACT = (",", ":")  # a tenth less for the engine to read


def judge(manifests: Sequence[Manifest], context: Context, bundle: Bundle, engine: Engine, now_ns: int) -> Verdict:
    """Return the verdict on all objects together.

    Args:
        manifests: The objects; rules about namespaces see only these.
        context: The stack they are for.
        bundle: Rules, thresholds and waivers.
        engine: What evaluates them.
        now_ns: Nanoseconds since 1970 at which waivers must be active.

    Raises:
        InputError: If there is nothing to judge.
        EngineError: If the engine failed or judged less than the bundle asks for.
    """
    if not manifests:
        raise InputError(
            Problem("no Kubernetes objects, so there is nothing to judge", "name a stack, a file or a folder")
        )
    _require_settings(bundle, context.environment)
    document = {"objects": list(manifests), "context": context.as_input(), "now_ns": now_ns}
    result = _checked(engine.evaluate(bundle, json.dumps(document, separators=_COMPACT)), bundle)
    findings = [_finding(raw, bundle) for raw in result.findings]
    return Verdict(
        engine=engine.name,
        objects=len(manifests),
        rules=len(result.rules),
        findings=tuple(sorted(findings, key=_order)),
        not_evaluated=tuple(_not_evaluated(bundle, result.incomplete_namespaces)),
        waivers=WaiverStates(**{state: tuple(names) for state, names in result.waivers}),
    )


def _require_settings(bundle: Bundle, environment: str) -> None:
    for rule in bundle.rules.values():
        for key in rule.config:
            if bundle.setting(key, environment) is None:
                fix = f"set it in policies/config/data.yaml for {environment}, or under defaults"
                raise EngineError(str(Problem(f"data.config has no {key!r}", fix, rule.place, rule.code)))


def _checked(value: object, bundle: Bundle) -> RawResult:
    result = parsed(value)
    silent = sorted(set(bundle.rules) - set(result.rules))
    unknown = sorted(set(result.rules) - set(bundle.rules))
    if silent or unknown:
        named = [f"{', '.join(silent)} did not run"] if silent else []
        named += [f"{', '.join(unknown)} ran without an annotation"] if unknown else []
        raise EngineError(f"the rules that ran are not the rules there are: {'; '.join(named)}")
    return result


def _finding(raw: RawFinding, bundle: Bundle) -> Finding:
    rule = bundle.rules[raw.code]
    identity = Identity(*(str(raw.object.get(part) or "") for part in ("apiVersion", "kind", "namespace", "name")))
    return Finding(
        code=raw.code,
        severity=raw.severity,
        message=_message(rule, {**raw.args, "container": raw.container}),
        remediation=rule.remediation,
        object=identity,
        container=raw.container,
        path=raw.path,
        waived=Waived(raw.waiver, bundle.waivers[raw.waiver]) if raw.waiver else None,
    )


def _message(rule: Rule, args: Mapping[str, Any]) -> str:
    try:
        return rule.message.format_map({key: _readable(value) for key, value in args.items()})
    except (KeyError, IndexError, ValueError) as error:
        raise EngineError(f"{rule.place}: {rule.code}: the message can't be filled in: {error!r}") from None


def _readable(value: object) -> str:
    return ", ".join(map(_readable, value)) if isinstance(value, list) else str(value)


def _not_evaluated(bundle: Bundle, namespaces: list[str]) -> list[NotEvaluated]:
    if not namespaces:
        return []
    reason = f"no Namespace object in the input for {', '.join(namespaces)}"
    return [NotEvaluated(rule.code, reason) for rule in bundle.rules.values() if rule.scope != "object"]


_SEVERITIES = ("error", "warning", "info")


def _order(finding: Finding) -> tuple[object, ...]:
    waived = finding.waived is not None
    return waived, _SEVERITIES.index(finding.severity), finding.object, finding.path, finding.code
