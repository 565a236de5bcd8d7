"""Rego modules on their way to another front end: what they import, what they define, and how names become longer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GIVEN = "lib/given.rego"
"""The one library that reads anything besides the objects: every export brings its own."""
ENTRY_LIBRARIES = ("severity", "waiver", "words")
"""What an entry point needs besides its rule."""

_IMPORT = re.compile(r"^import data\.lib\.(\w+)(?: as (\w+))?$", re.MULTILINE)
_HEADER = re.compile(r"^(package|import) .*\n", re.MULTILINE)
_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)
_DEFINED = re.compile(r"^(?:default )?(?!package\b|import\b)([a-z_]\w*)", re.MULTILINE)
_TOKEN = re.compile(r'`[^`]*`|"(?:[^"\\]|\\.)*"|#[^\n]*|\d[\w.]*|\.?[A-Za-z_]\w*|\s+|.', re.DOTALL)


def as_rego(value: object) -> str:
    """Return the argument with which ``json.unmarshal`` gives the value: a literal's type would be checked strictly."""
    return json.dumps(json.dumps(value))


def rule_file(code: str) -> str:
    """Return where a rule's module lies in the bundle."""
    group, rule = code.split(".")
    return f"policy/{group}/{rule}/{rule}.rego"


def libraries(modules: Mapping[str, str], texts: Iterable[str]) -> dict[str, str]:
    """Return the libraries that the texts need, and those that these need; without lib/given.rego."""
    found: dict[str, str] = {}
    waiting = [name for text in texts for name in imported(text).values()] + list(ENTRY_LIBRARIES)
    while waiting:
        path = f"lib/{waiting.pop()}.rego"
        if path != GIVEN and path not in found:
            found[path] = modules[path]
            waiting.extend(imported(modules[path]).values())
    return dict(sorted(found.items()))


def imported(text: str) -> dict[str, str]:
    """Return the libraries that a module imports: what it calls one → its name."""
    return {alias or name: name for name, alias in _IMPORT.findall(text)}


def defined(text: str) -> set[str]:
    """Return the names of a module's rules and functions."""
    return set(_DEFINED.findall(text))


def body(text: str) -> str:
    """Return a module without its package, its imports and comments."""
    return _HEADER.sub("", _COMMENT.sub("", text)).strip() + "\n"


def flattened(text: str, prefix: str) -> str:
    """Return a module's body for a package that it shares with all others.

    Its own names get the prefix, and ``inventory.pods`` becomes ``lib_inventory_pods``. A local variable of the same
    name gets the prefix too, which changes nothing.
    """
    aliases, own = imported(text), defined(text)
    return "".join(_renamed(_TOKEN.findall(body(text)), aliases, own, prefix))


def _renamed(tokens: list[str], aliases: Mapping[str, str], own: set[str], prefix: str) -> Iterator[str]:
    rest = iter([*tokens[1:], ""])
    skip = False
    for token, following in zip(tokens, rest, strict=True):
        if skip:
            skip = False
        elif token in aliases and following.startswith("."):
            skip = True
            yield f"lib_{aliases[token]}_{following[1:]}"
        else:
            yield f"{prefix}_{token}" if token in own else token
