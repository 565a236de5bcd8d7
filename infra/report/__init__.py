"""Verdicts as text: one pure function for each format."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["table", "json", "sarif", "junit", "github", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)
