"""A verdict as text: one pure function for each format."""

from __future__ import annotations

from typing import Literal

Format = Literal["table", "json"]
