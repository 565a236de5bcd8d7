"""Kubernetes quantities: exact numbers from text, and back to the text in which the API server writes them."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Two digits of exponent are more than any amount needs, and keep `1e999999999` from filling the memory.
_TEXT = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))([A-Za-z]{0,2}|[eE][+-]?[0-9]{1,2})")
_DECIMAL = {suffix: Fraction(10) ** power for suffix, power in zip("EPTGMk", range(18, 0, -3), strict=True)}
_DECIMAL |= {"": Fraction(1), "m": Fraction(1, 10**3), "u": Fraction(1, 10**6), "n": Fraction(1, 10**9)}
_BINARY = {f"{letter}i": Fraction(1024) ** power for letter, power in zip("EPTGMK", range(6, 0, -1), strict=True)}
_KIBI = _BINARY["Ki"]
_NANO = _DECIMAL["n"]


@lru_cache(maxsize=4096)
def parse(text: str) -> Fraction:
    """Return the amount; like the API server, one finer than a billionth is rounded away from zero.

    Raises:
        ValueError: The text isn't a quantity.
    """
    return _number_and_suffix(text)[0]


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """Return the same amount as the API server would write it: ``1000m`` is ``1``, ``1024Mi`` is ``1Gi``.

    Raises:
        ValueError: The text isn't a quantity.
    """
    number, suffix = _number_and_suffix(text)
    return binary(number) if suffix in _BINARY else decimal(number)


def all_canonical(amounts: Mapping[str, str]) -> dict[str, str]:
    """Return the same amounts by the same names, each as the API server would write it."""
    return {name: canonical(amount) for name, amount in amounts.items()}


def decimal(number: Fraction | int) -> str:
    """Return the text of a count or of CPUs, with the largest decimal suffix that keeps it a whole number."""
    return _with_suffix(_to_nano(Fraction(number)), _DECIMAL)


def binary(number: Fraction | int) -> str:
    """Return the text of bytes, with the largest binary suffix that keeps it whole; a decimal one if none does."""
    return _with_suffix(Fraction(number), _BINARY) if number % _KIBI == 0 else decimal(number)


def _number_and_suffix(text: str) -> tuple[Fraction, str]:
    match = _TEXT.fullmatch(text)
    if match is None:
        msg = f"{text!r} is not a quantity; write a number and a suffix, such as 500m, 2 or 4Gi"
        raise ValueError(msg)
    number, suffix = match.groups()
    return _to_nano(Fraction(number) * _factor(text, suffix)), suffix


def _factor(text: str, suffix: str) -> Fraction:
    if suffix[-1:].isdigit():
        return Fraction(10) ** int(suffix[1:])
    factor = _DECIMAL.get(suffix) or _BINARY.get(suffix)
    if factor is None:
        known = " ".join(unit for unit in (*_DECIMAL, *_BINARY) if unit)
        msg = f"{text!r} has the unknown suffix {suffix!r}; use none or one of {known}"
        raise ValueError(msg)
    return factor


def _to_nano(number: Fraction) -> Fraction:
    nanos = math.ceil(abs(number) / _NANO)
    return (nanos if number >= 0 else -nanos) * _NANO


def _with_suffix(number: Fraction, suffixes: dict[str, Fraction]) -> str:
    if number == 0:
        return "0"
    suffix, unit = next((suffix, unit) for suffix, unit in suffixes.items() if number % unit == 0)
    return f"{number / unit}{suffix}"
