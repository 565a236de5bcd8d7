"""Logs: one JSON object a line on stderr, with the request's and the trace's id where there is one."""

from __future__ import annotations

import logging
import re
import sys
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_REQUEST_ID = re.compile(r"[\w.:/+=-]{1,128}", re.ASCII)

log = logging.getLogger("slipway")


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as JSON."""
        fields: Mapping[str, object] = getattr(record, "fields", {})
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(entry, default=str).decode()


def configure(level: str) -> None:
    """Send everything that is logged, uvicorn's own lines included, to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    log.setLevel(level.upper())


def say(level: int, message: str, **fields: object) -> None:
    """Log a message with fields."""
    log.log(level, message, extra={"fields": fields})


def request_id(given: str | None) -> str:
    """Return the client's own id of a request if it is one that can stand in a header and a log, else a new one."""
    return given if given and _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def trace_fields(traceparent: str | None) -> dict[str, str]:
    """Return the ids in a W3C ``traceparent`` header."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    return {"trace_id": match[1], "span_id": match[2]} if match else {}
