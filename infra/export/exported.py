"""What an export is: files, and the rules that its consumer can't ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.policy.annotations import Rule
    from infra.policy.bundle import Bundle


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of an export, by their path inside it."""

    files: Mapping[str, str]
    left_out: Mapping[str, str]
    """Code of a rule → why it isn't in there."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """For which stacks, and when, an export is made."""

    environment: str
    now_ns: int


def asked_of_one(bundle: Bundle) -> dict[str, Rule]:
    """Return the rules that a single object can answer."""
    return {code: rule for code, rule in bundle.rules.items() if rule.scope == "object"}


def left_out(bundle: Bundle) -> dict[str, str]:
    """Return the others, with the reason."""
    reason = "it looks at all objects of a {}, and here one is seen at a time"
    return {code: reason.format(rule.scope) for code, rule in bundle.rules.items() if rule.scope != "object"}


def thresholds(bundle: Bundle, rules: Mapping[str, Rule], environment: str) -> dict[str, Any]:
    """Return the thresholds that the rules read, as they are for an environment."""
    keys = sorted({key for rule in rules.values() for key in rule.config})
    return {key: bundle.setting(key, environment) for key in keys}
