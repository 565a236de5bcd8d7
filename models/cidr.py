"""Ranges of IPv4 addresses."""

from __future__ import annotations

from typing import Annotated

from models.base import text

_CIDR = text(r"([0-9]{1,3}\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])", "an IPv4 range", "write it as 10.20.0.0/16")
Cidr = Annotated[str, *_CIDR]
"""A range of IPv4 addresses."""
