"""Around every request: its id, its metrics, its line in the log."""

from __future__ import annotations

import logging
import re
from time import perf_counter
from typing import TYPE_CHECKING

from app.server import logs, tracing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from app.server.serving import Serving

_FAILED = 500


class Observe:
    """ASGI middleware, outside everything else, so that nothing is answered unseen."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        """Wrap an application."""
        self._app = app
        self._serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in _READ}
        exchange = _Exchange(self._serving, scope, send, headers)
        counts = scope["method"] == "POST" and scope["path"].endswith("/infer")
        self._serving.in_flight += counts
        started = perf_counter()
        try:
            await self._app(scope, receive, exchange.send)
        finally:
            seconds = perf_counter() - started
            if counts:
                self._serving.in_flight -= 1
                self._note(scope, exchange.status, seconds)
            exchange.end(seconds)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        self._serving.requests += 1
        known = scope.get("slipway.known", False)
        self._serving.metrics.answered(known=known, status=status, seconds=seconds)


_READ = {b"x-request-id", b"traceparent", b"tracestate"}
_UNTRACED = re.compile(r"/metrics|/openapi\.json|/v2/health/.*|.*/ready")
"""What is asked every few seconds by whoever watches the server."""


class _Exchange:
    """One request and its answer."""

    def __init__(self, serving: Serving, scope: Scope, send: Send, headers: Mapping[str, str]) -> None:
        self._serving = serving
        self._scope = scope
        self._send = send
        self._id = logs.request_id(headers.get("x-request-id"))
        self.status = _FAILED
        self._trace = logs.trace_fields(headers.get("traceparent"))
        self._span = None
        if serving.tracing and not _UNTRACED.fullmatch(scope["path"]):
            self._span = scope[tracing.SPAN] = serving.tracing.request(headers)
            self._trace = self._span.fields()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"].append((b"x-request-id", self._id.encode()))
            if self._serving.phase == "draining":  # so that clients stop using a connection that is about to close
                message["headers"].append((b"connection", b"close"))
        await self._send(message)

    def end(self, seconds: float) -> None:
        if self._span:
            # Where no route was found, the path is the client's own words.
            route = getattr(self._scope.get("route"), "path", "")
            attributes = {"http.request.method": self._scope["method"], "http.route": route}
            attributes |= {"http.response.status_code": self.status, "slipway.request_id": self._id}
            self._span.end(f"{self._scope['method']} {route}".rstrip(), self.status, attributes)
        self._log(seconds)

    def _log(self, seconds: float) -> None:
        level = logging.DEBUG if self.status < 400 else logging.ERROR if self.status >= _FAILED else logging.INFO  # noqa: PLR2004
        if self._scope["path"].startswith("/v2/health"):
            level = logging.DEBUG
        if not logs.log.isEnabledFor(level):
            return
        logs.say(
            level,
            "answered",
            method=self._scope["method"],
            path=self._scope["raw_path"].decode("latin-1"),
            status=self.status,
            seconds=round(seconds, 6),
            request_id=self._id,
            **self._trace,
        )
