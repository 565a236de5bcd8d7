"""Around every request: its id, its metrics, its line in the log."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TYPE_CHECKING

from app.server import logs

if TYPE_CHECKING:
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
        headers = {name: value.decode("latin-1") for name, value in scope["headers"] if name in _READ}
        exchange = _Exchange(self._serving, scope, send, logs.request_id(headers.get(b"x-request-id")))
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
            exchange.log(seconds, headers.get(b"traceparent"))

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        self._serving.requests += 1
        known = scope.get("slipway.known", False)
        self._serving.metrics.answered(known=known, status=status, seconds=seconds)


_READ = {b"x-request-id", b"traceparent"}


class _Exchange:
    """One request and its answer."""

    def __init__(self, serving: Serving, scope: Scope, send: Send, request_id: str) -> None:
        self._serving = serving
        self._scope = scope
        self._send = send
        self._id = request_id
        self.status = _FAILED

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"].append((b"x-request-id", self._id.encode()))
            if self._serving.phase == "draining":  # so that clients stop using a connection that is about to close
                message["headers"].append((b"connection", b"close"))
        await self._send(message)

    def log(self, seconds: float, traceparent: str | None) -> None:
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
            **logs.trace_fields(traceparent),
        )
