"""``slipway rules`` and ``slipway explain``: what the rules' own annotations say."""

from __future__ import annotations

import dataclasses
import difflib
import json
from typing import TYPE_CHECKING, Literal

import typer

from infra import yaml_dump
from infra.cli.folder import root
from infra.court import policies
from infra.errors import InputError, Problem
from infra.report.rule_page import as_page

if TYPE_CHECKING:
    from pathlib import Path

    from infra.policy.annotations import Rule

_DATA_HEAD = """\
# What the rules' annotations say, for tools that read this folder without Slipway: `slipway rules --format data`.
"""


def listing(form: Literal["table", "json", "markdown", "data"], project: Path | None) -> None:
    """Print every rule, one a line; as Markdown it is ``docs/policies.md``, as data ``policies/rules/data.yaml``."""
    rules = policies(root(project)).rules
    if form == "markdown":
        typer.echo(as_page(list(rules.values())), nl=False)
        return
    if form == "data":
        typer.echo(
            _DATA_HEAD + yaml_dump.dump([{code: rule.as_data() for code, rule in rules.items()}]).removeprefix("---\n"),
            nl=False,
        )
        return
    if form == "json":
        typer.echo(json.dumps([_data(rule) for rule in rules.values()], indent=2))
        return
    width = max(map(len, rules))
    for rule in rules.values():
        typer.echo(f"{rule.code:<{width}}  {rule.severity:<7}  {rule.scope:<9}  {rule.title}")


def explanation(code: str, project: Path | None) -> None:
    """Print all that is known about one rule.

    Raises:
        InputError: If there is no such rule.
    """
    rules = policies(root(project)).rules
    if code not in rules:
        close = difflib.get_close_matches(code, rules, n=1)
        raise InputError(
            Problem(f"no rule is called {code!r}", f"did you mean {close[0]}?" if close else "see `slipway rules`")
        )
    rule = rules[code]
    typer.echo(f"{rule.code}: {rule.title}\n{rule.severity}, judged by {rule.scope}, policies/{rule.place}\n")
    typer.echo(f"{rule.description.strip()}\n\nfix: {rule.remediation.strip()}")
    if rule.config:
        typer.echo(f"thresholds: {', '.join(rule.config)} in policies/config/data.yaml")
    for reference in rule.references:
        typer.echo(f"see: {reference}")


def _data(rule: Rule) -> dict[str, object]:
    return {**dataclasses.asdict(rule), "place": str(rule.place)}
