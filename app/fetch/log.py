"""The downloader's log: one JSON object a line on stderr."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime


def say(message: str, **fields: object) -> None:
    """Log a message with fields."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    entry = {"time": now, "level": "info", "logger": "slipway.fetch", "message": message, **fields}
    sys.stderr.write(json.dumps(entry, default=str) + "\n")
    sys.stderr.flush()
