"""A store of objects on loopback: it knows ranges and entity tags, and fails the way a test tells it to."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Store:
    """What there is, what was asked, and how the next answers fail."""

    objects: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    locks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path prefix → the authorization that opens it, and the challenge for whoever has another."""
    faults: list[str] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    ranges: bool = True
    url: str = ""

    def put_json(self, path: str, content: object) -> None:
        self.objects[path] = json.dumps(content).encode()

    def ranges_asked(self) -> list[str | None]:
        return [headers.get("range") for _, _, headers in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.do_GET()

    def do_GET(self) -> None:
        store = self.store
        headers = {name.lower(): value for name, value in self.headers.items()}
        store.asked.append((self.command, self.path, headers))
        fault = store.faults.pop(0) if store.faults else ""
        path = self.path if self.path in store.objects else self.path.split("?")[0]
        if fault.isdigit():
            self._head(int(fault), 0, {"Retry-After": "7"} if fault == "429" else {})
        elif challenge := self._challenge(headers.get("authorization", "")):
            self._head(401, 0, {"WWW-Authenticate": challenge})
        elif path in store.redirects:
            self._head(302, 0, {"Location": store.redirects[path]})
        elif path not in store.objects:
            self._head(404, 0, {})
        else:
            self._object(path, headers, fault)

    def _challenge(self, authorization: str) -> str | None:
        for prefix, (key, challenge) in self.store.locks.items():
            if self.path.startswith(prefix) and authorization != key:
                return challenge
        return None

    def _object(self, path: str, headers: dict[str, str], fault: str) -> None:
        content = self.store.objects[path]
        tag = f'"{hashlib.md5(content).hexdigest()}"'  # noqa: S324 - an entity tag
        found = re.fullmatch(r"bytes=(\d+)-", headers.get("range", "")) if self.store.ranges else None
        start = int(found[1]) if found and headers.get("if-range", tag) == tag else 0
        extra = {"ETag": tag, **({"Link": self.store.links[path]} if path in self.store.links else {})}
        if start:
            extra["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._head(206 if start else 200, len(content) - start, extra)
        if self.command != "HEAD":
            self._body(content[start:], fault)

    def _body(self, content: bytes, fault: str) -> None:
        kind, _, count = fault.partition(":")
        self.wfile.write(content[: int(count)] if count else content)
        if kind == "stall":
            self.store.released.wait(30)
        if kind:
            self.close_connection = True

    def _head(self, status: int, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that gives up is what some tests are about."""


@contextlib.contextmanager
def store() -> Iterator[Store]:
    """Run a store."""
    state = Store()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"store": state}))
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
