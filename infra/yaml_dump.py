r"""Writes manifests as YAML that every reader reads back the same.

Written here because nothing ready-made fits: PyYAML with libyaml takes 2.7 s for the 12,000 objects of 1,000 models,
and the Rust emitters for Python leave ``yes`` and ``12:30`` unquoted. Text is plain only where no reader of YAML 1.1 or
1.2 can take it for anything else; what is left over is quoted as in JSON.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest

Value: TypeAlias = Any

# Words, paths, options, images and URLs: a colon or a space is always followed by more of the word.
_WORD = re.compile(r"(?:[A-Za-z/$]|_[A-Za-z_]|--?[A-Za-z])[\w./@+=$()-]*(?:[: ][\w./@+=$()-]+)*", re.ASCII)
_RESERVED: Final = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"),
)
# A number with a unit that no reader takes for a number or a date: not 1e3, 0x1f, 0o7, 0b1, 1_000 or 1:30.
_QUANTITY = re.compile(r"[0-9]+(?:\.[0-9]+)?[ACDF-NP-WYZacdf-np-wyz][A-Za-z0-9]*")

# Control, invisible and direction-changing characters, line breaks of YAML 1.1, what UTF-8 or YAML can't carry.
_UNPRINTABLE = "\x00-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff"
_ESCAPED = re.compile(f'[{_UNPRINTABLE}"\\\\]')
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What a literal block can't hold, or what an editor would strip from it: all but \n and \t, and spaces at a line's end.
_NOT_LITERAL = re.compile(f"(?![\n\t])[{_UNPRINTABLE}]|[ \t](?:\n|\\Z)|\\A\n*\\Z")
_LINE_START = re.compile(r"^(?=[^\n])", re.MULTILINE)

_LONGEST_KEY = 1000  # a reader looks for the colon within 1024 characters
_CONSTANTS: Final = {None: "null", True: "true", False: "false"}
_INTEGERS: Final = range(-(1 << 63), 1 << 64)


def dump(manifests: Iterable[Manifest]) -> str:
    """Return the manifests as one YAML stream, keys in the order given.

    Raises:
        TypeError: A value isn't a dict, list, str, int, float, bool or None, or a key isn't a str.
        ValueError: A number or a character can't be carried by JSON or YAML.
    """
    return "---\n".join(_document(manifest) for manifest in manifests)


def _document(manifest: Manifest) -> str:
    lines: list[str] = []
    if manifest:
        _mapping(manifest, "", "", lines)
    return "".join(lines) or "{}\n"


def _mapping(fields: dict[str, Value], first: str, pad: str, lines: list[str]) -> None:
    """Append a block mapping; ``first`` stands before its first key, ``pad`` before the others."""
    deeper = f"{pad}  "
    for name, value in fields.items():
        key = _key(name)
        head = f"{first}{key}:" if len(key) <= _LONGEST_KEY else f"{first}? {key}\n{pad}:"
        _value(value, head, deeper, lines)
        first = pad


def _sequence(items: list[Value], pad: str, lines: list[str]) -> None:
    dash, deeper = f"{pad}-", f"{pad}  "
    for item in items:
        if type(item) is dict and item:
            _mapping(item, f"{dash} ", deeper, lines)
        else:
            _value(item, dash, deeper, lines)


def _value(value: Value, head: str, pad: str, lines: list[str]) -> None:
    """Append what belongs to a key or a dash."""
    kind = type(value)
    if kind is str:
        lines.append(f"{head} {_text(value) or _literal(value, pad)}\n")
    elif kind is dict and value:
        lines.append(f"{head}\n")
        _mapping(value, pad, pad, lines)
    elif kind is list and value:
        lines.append(f"{head}\n")
        _sequence(value, pad, lines)
    else:
        lines.append(f"{head} {_atom(value)}\n")


def _atom(value: Value) -> str:
    """Return what is neither text nor a collection with something in it."""
    if value is None or value is True or value is False:
        return _CONSTANTS[value]
    if type(value) is int and value in _INTEGERS:
        return str(value)
    if type(value) is float and math.isfinite(value):
        return _float(value)
    if type(value) in {dict, list}:
        return "{}" if type(value) is dict else "[]"
    if type(value) in {int, float}:
        raise ValueError(f"{value!r} does not fit into JSON as Kubernetes reads it")
    raise TypeError(f"{value!r} is a {type(value).__name__}, which YAML can't carry as JSON can")


def _float(value: float) -> str:
    """Return the shortest exact form; YAML 1.1 wants a point in it."""
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


@lru_cache(maxsize=1 << 14)
def _key(name: str) -> str:
    if type(name) is not str:
        raise TypeError(f"the key {name!r} is a {type(name).__name__}, not text")
    return _text(name) or _quoted(name)


@lru_cache(maxsize=1 << 14)
def _text(text: str) -> str:
    """Return text as it stands on one line, or nothing if it is better off as a literal block."""
    if _WORD.fullmatch(text):
        return text if text.lower() not in _RESERVED else f'"{text}"'
    if _QUANTITY.fullmatch(text):
        return text
    return "" if "\n" in text and not _NOT_LITERAL.search(text) else _quoted(text)


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        raise ValueError(f"text holds {character!r}, half of a character that UTF-8 can't carry")
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04x}"


def _literal(text: str, pad: str) -> str:
    """Return a literal block; the width of its indentation is given where its first line doesn't show it."""
    indentation = "2" if text[0] in " \t\n" else ""
    body = text.rstrip("\n")
    chomping = {0: "-", 1: ""}.get(len(text) - len(body), "+")
    return f"|{indentation}{chomping}\n" + _LINE_START.sub(pad, text.removesuffix("\n"))
