"""Ranges of IPv4 addresses."""

from __future__ import annotations

from typing import Annotated

from models.base import text

_CIDR = text(r"([0-9]{1,3}\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])", "an IPv4 range", "write it as 10.20.0.0/16")
Cidr = Annotated[str, *_CIDR]
"""A range of IPv4 addresses."""
PRIVATE_CIDRS = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
"""Addresses that are not on the internet: RFC 1918 and RFC 6598."""
