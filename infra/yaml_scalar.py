"""What one YAML scalar means, to us as to Kubernetes.

Kubernetes reads YAML with go-yaml v2: the booleans of YAML 1.1 (``yes``, ``off``, ``y``), octal with a leading zero, no
base-60 numbers (``12:30`` is text) and no timestamps. What a cluster would see is what is judged.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any, Final, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Key: TypeAlias = str | int
ParserEvent: TypeAlias = Any
"""An event of PyYAML, whose type information calls every mark optional."""

_SPELLINGS: Final = {
    True: ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"),
    False: ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"),
    None: ("", "~", "null", "Null", "NULL"),
}
_WORDS: Final[dict[str, Scalar]] = {word: value for value, words in _SPELLINGS.items() for word in words}
_NUMERIC_START: Final = frozenset("0123456789+-.")
_NON_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_INTEGER = re.compile(r"([-+]?)(?:0x([0-9a-f]+)|0b([01]+)|0o?([0-7]+)|([1-9][0-9]*|0))", re.IGNORECASE)
_BASES = (16, 2, 8, 10)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SEPARATOR = re.compile(r"(?<=[0-9])_(?=[0-9])")
_LONGEST_INTEGER = 100  # with leading zeros; keeps int() from working on a megabyte of digits

_TAG: Final = "tag:yaml.org,2002:"
_TEXT_TAGS: Final = frozenset((None, "!", f"{_TAG}str"))
_SCALAR_TAGS: Final = {f"{_TAG}int": int, f"{_TAG}float": float, f"{_TAG}bool": bool, f"{_TAG}null": type(None)}


class Refused(Exception):  # noqa: N818 - becomes an InputError where the file's name is known
    """Something YAML allows and Slipway doesn't; its ``path`` grows on the way out."""

    def __init__(self, event: ParserEvent, what: str, fix: str, *path: Key) -> None:
        """Note where, what is wrong and the way out."""
        super().__init__(what)
        self.line = event.start_mark.line + 1
        self.what, self.fix, self.path = what, fix, list(path)


def scalar(event: ParserEvent) -> Scalar:
    """Return the value of a scalar: text where it is quoted, what it looks like where it isn't.

    Raises:
        Refused: JSON can't carry it, or its tag is unknown or wrong.
    """
    if event.implicit[0] and event.tag is None:
        return _plain(event)
    return event.value if event.tag in _TEXT_TAGS else _tagged(event)


def unsupported_tag(event: ParserEvent) -> Refused:
    """Return the refusal of a node for its tag."""
    return Refused(event, f"the tag {_short_tag(event)} is not supported", "remove the tag and write a plain value")


def _plain(event: ParserEvent) -> Scalar:
    try:
        return plain(event.value)
    except ValueError:
        raise Refused(event, f"{event.value} is a number that JSON can't carry", "quote it if it is text") from None


def _tagged(event: ParserEvent) -> Scalar:
    """Return the value of a scalar that names its type."""
    wanted = _SCALAR_TAGS.get(event.tag or "")
    if wanted is None:
        raise unsupported_tag(event)
    value = _plain(event)
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise Refused(event, f"the value is not of type {_short_tag(event)}", "remove the tag")
    return value


def _short_tag(event: ParserEvent) -> str:
    tag = event.tag or ""
    return f"!!{tag.removeprefix(_TAG)}" if tag.startswith(_TAG) else tag


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> Scalar:
    """Return the value of an unquoted scalar.

    Raises:
        ValueError: It is infinite or not a number.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if _NON_FINITE.fullmatch(text):
        raise ValueError(text)
    digits = _SEPARATOR.sub("", text) if text[0] == "." else text.replace("_", "")
    integer = _integer(digits)
    return _float(digits, text) if integer is None else integer


def _integer(digits: str) -> int | None:
    """Return an integer of at most 64 bits; to Kubernetes a longer one is a float or text."""
    match = _INTEGER.fullmatch(digits) if len(digits) <= _LONGEST_INTEGER else None
    if match is None:
        return None
    sign, *forms = match.groups()
    number = next(int(form, base) for form, base in zip(forms, _BASES, strict=True) if form is not None)
    if sign == "-":
        return -number if number <= 1 << 63 else None
    return number if number < 1 << (63 if sign else 64) else None


def _float(digits: str, text: str) -> float | str:
    number = float(digits) if _FLOAT.fullmatch(digits) else math.inf
    return number if math.isfinite(number) else text
