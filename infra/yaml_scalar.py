"""What an unquoted word in YAML means, to us as to Kubernetes.

Kubernetes reads YAML with go-yaml v2: the booleans of YAML 1.1 (``yes``, ``off``, ``y``), octal with a leading zero, no
base-60 numbers (``12:30`` is text) and no timestamps. What a cluster would see is what is judged.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_NOT_A_NUMBER = tuple(f"{sign}.{word}" for sign in ("", "+", "-") for word in ("inf", "Inf", "INF"))
_NON_FINITE: Final = frozenset((*_NOT_A_NUMBER, ".nan", ".NaN", ".NAN"))
_SPELLINGS: Final = {
    True: ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"),
    False: ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"),
    None: ("", "~", "null", "Null", "NULL"),
}
_WORDS: Final[dict[str, Scalar]] = {word: value for value, words in _SPELLINGS.items() for word in words}
_NUMERIC_START: Final = frozenset("0123456789+-.")
_INTEGER = re.compile(r"([-+]?)(?:0x([0-9a-f]+)|0o?([0-7]+)|0b([01]+)|([1-9][0-9]*|0))", re.IGNORECASE)
_BASES = (16, 8, 2, 10)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> Scalar:
    """Return the value of an unquoted scalar.

    Raises:
        ValueError: It is an infinity or not a number, which JSON can't carry.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if text in _NON_FINITE:
        raise ValueError(text)
    digits = text if text[0] == "." else text.replace("_", "")
    integer = _integer(digits)
    return _float(digits, text) if integer is None else integer


def _integer(digits: str) -> int | None:
    """Return a number of at most 64 bits; a longer one is a float, or text, to Kubernetes."""
    match = _INTEGER.fullmatch(digits)
    if match is None or len(digits) > _LONGEST_INTEGER:
        return None
    sign, *forms = match.groups()
    number = next(int(form, base) for form, base in zip(forms, _BASES, strict=True) if form is not None)
    if sign == "-":
        return -number if number <= 1 << 63 else None
    return number if number < 1 << (63 if sign else 64) else None


_LONGEST_INTEGER = 128


def _float(digits: str, text: str) -> float | str:
    number = float(digits) if _FLOAT.fullmatch(digits) else math.inf
    return number if math.isfinite(number) else text
