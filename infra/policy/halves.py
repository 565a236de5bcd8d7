"""Two halves of the rules, for two processes: a large input is judged in little more than half the time."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle

_RULES = "policy/"


def halves(bundle: Bundle) -> tuple[Bundle, Bundle]:
    """Return the bundle twice, each with about half of the rules; groups stay whole, for their rules share work."""
    groups = [_group(path) for path in sorted(bundle.modules) if path.startswith(_RULES)]
    middle = groups[len(groups) // 2] if groups else ""
    return _part(bundle, middle, first=True), _part(bundle, middle, first=False)


def joined(one: Json, other: Json) -> Json:
    """Return what all rules together say; only a waiver that neither half used is unused."""
    unused = [name for name in one["waivers"]["unused"] if name in other["waivers"]["unused"]]
    return {
        **one,
        "findings": one["findings"] + other["findings"],
        "rules": one["rules"] + other["rules"],
        "waivers": {**one["waivers"], "unused": unused},
    }


def _part(bundle: Bundle, middle: str, *, first: bool) -> Bundle:
    modules = {
        path: text
        for path, text in bundle.modules.items()
        if not path.startswith(_RULES) or (_group(path) < middle) is first
    }
    return dataclasses.replace(bundle, modules=modules)


def _group(path: str) -> str:
    return path.split("/")[1] if path.startswith(_RULES) else ""
