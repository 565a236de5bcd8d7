"""The words of a rule, read from the ``# METADATA`` annotation above it and from nowhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from infra import yaml_load
from infra.errors import EngineError, InputError, Place, Problem
from infra.policy.day import Day, start_of
from infra.validation import FieldPath, validate

Severity = Literal["error", "warning", "info"]
Scope = Literal["object", "namespace", "stack"]

_RULE_FILE = re.compile(r"policy/(?P<group>\w+)/(?P<rule>\w+)/(?P=rule)\.rego")
_ANNOTATION = re.compile(r"^# METADATA\n((?:^#.*\n)+)^deny contains ", re.MULTILINE)


class _Custom(BaseModel):
    model_config = ConfigDict(extra="forbid")
    severity: Severity
    scope: Scope
    message: Annotated[str, Field(min_length=1)]
    remediation: Annotated[str, Field(min_length=1)]
    config: tuple[str, ...] = ()
    effective_on: Day | None = None


class _Reference(BaseModel):
    ref: str
    description: str = ""


class _Annotation(BaseModel):
    model_config = ConfigDict(extra="forbid")
    scope: Literal["rule", "document"] = "rule"
    title: Annotated[str, Field(min_length=1)]
    description: Annotated[str, Field(min_length=1)]
    related_resources: tuple[_Reference | str, ...] = ()
    custom: _Custom


@dataclass(frozen=True, slots=True)
class Rule:
    """One ``deny`` rule, as its annotation describes it. ``code`` is its package's path."""

    code: str
    title: str
    description: str
    severity: Severity
    scope: Scope
    message: str
    """What a finding says; ``{container}`` and the finding's arguments are filled in."""
    remediation: str
    config: tuple[str, ...]
    """Keys of ``data.config`` that the rule reads."""
    effective_on: str | None
    """The day from which it denies; until then an error is a warning."""
    references: tuple[str, ...]
    place: Place

    def severity_at(self, now_ns: int) -> Severity:
        """Return the severity at a moment, for a target that can't tell the time itself."""
        warns = self.severity == "error" and self.effective_on and now_ns < start_of(self.effective_on)
        return "warning" if warns else self.severity

    def as_data(self) -> dict[str, Any]:
        """Return what the policies themselves know of the rule, as ``data.rules``."""
        return {
            "severity": self.severity,
            "scope": self.scope,
            "message": self.message,
            "remediation": self.remediation,
            "config": list(self.config),
            **({"effective_on": self.effective_on} if self.effective_on else {}),
        }


def rule_in(path: str, text: str) -> Rule | None:
    """Return the rule that a file of the policy bundle holds, or None for a library or a test.

    Raises:
        EngineError: If the file should hold a rule, and its annotation is missing or wrong.
    """
    named = _RULE_FILE.fullmatch(path)
    if named is None:
        return None
    code = f"{named['group']}.{named['rule']}"
    block = _ANNOTATION.search(text)
    if block is None:
        raise EngineError(str(Problem("no METADATA annotation above `deny contains`", "add one", path, code)))
    line = text.count("\n", 0, block.start(1)) + 1
    return _rule(code, path, line, re.sub(r"^# ?", "", block[1], flags=re.MULTILINE))


def _rule(code: str, path: str, line: int, text: str) -> Rule:
    try:
        document = yaml_load.load_one(text, path)

        def place(field: FieldPath) -> Place:
            return Place(path, line - 1 + document.line(field))

        annotation = validate(_Annotation, document.value, place)
    except InputError as error:
        raise EngineError(str(error)) from None
    custom = annotation.custom
    references = tuple(one if isinstance(one, str) else one.ref for one in annotation.related_resources)
    return Rule(
        code=code,
        title=annotation.title,
        description=annotation.description,
        severity=custom.severity,
        scope=custom.scope,
        message=custom.message,
        remediation=custom.remediation,
        config=custom.config,
        effective_on=custom.effective_on,
        references=references,
        place=Place(path, line),
    )
