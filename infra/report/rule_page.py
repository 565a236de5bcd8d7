"""The rules as a page of documentation."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.policy.annotations import Rule

_HEAD = """\
# Policies

Every rule, from its own annotation; `slipway rules --format markdown` writes this page. A finding of severity error
denies, unless a [waiver](waivers.md) excuses it. Rules of scope namespace look at all objects of a namespace together,
and are reported as not evaluated where the Namespace itself is not in the input.
"""


def as_page(rules: list[Rule]) -> str:
    """Return the page, with a section for each group of rules in the order of their codes."""
    ordered = sorted(rules, key=lambda rule: rule.code)
    groups = groupby(ordered, key=lambda rule: rule.code.partition(".")[0])
    return _HEAD + "".join(f"\n## {group}\n{''.join(map(_section, members))}" for group, members in groups)


def _section(rule: Rule) -> str:
    lines = [
        f"\n### {rule.code}",
        f"\n{rule.title}. *{rule.severity}, by {rule.scope}*",
        f"\n{rule.description.strip()}",
        f"\n- Fix: {rule.remediation.strip()}",
        *([f"- Thresholds: {', '.join(f'`{key}`' for key in rule.config)}"] if rule.config else []),
        *(f"- See: {reference}" for reference in rule.references),
    ]
    return "\n".join(lines) + "\n"
