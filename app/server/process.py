"""The process: its socket, its signals, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import signal
import socket
from typing import TYPE_CHECKING

import uvicorn

from app.server.http import create
from app.server.logs import say
from app.server.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grpc.aio import Server

    from app.server.config import Config

_QUIET_SECONDS = 1.0
"""Without a request for so long, nobody sends any more: whoever routes requests has seen that the server is unready."""
QUIET_LIMIT_SECONDS = 5.0
"""How long at most to wait for that."""
_KEEP_ALIVE_SECONDS = 75  # longer than most proxies keep an idle connection, so that they are who closes it
_BACKLOG = 2048


class _Server(uvicorn.Server):
    """uvicorn, but signals are this module's: uvicorn would end by the signal it got and not with exit code 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(config: Config) -> int:
    """Serve until SIGTERM or SIGINT, drain, and return the exit code: 0 if no request was cut off."""
    serving = Serving(config)
    listener = _listen(config.port)
    server = _Server(_uvicorn(serving))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    running = asyncio.ensure_future(server.serve(sockets=[listener]))
    rpc, ports = await _grpc(serving)
    say(logging.INFO, "listening", port=listener.getsockname()[1], **ports)
    serving.start_loading()
    running.add_done_callback(lambda _: stop.set())  # a server that ends by itself has a reason to
    await stop.wait()
    serving.drain()
    say(logging.INFO, "draining", in_flight=serving.in_flight)
    await _quiet(serving)
    server.should_exit = True
    await asyncio.gather(running, *([rpc.stop(config.request_timeout_seconds)] if rpc else []))
    if serving.tracing:
        await serving.tracing.close()
    say(logging.INFO, "stopped", cut_off=serving.in_flight)
    return 1 if serving.in_flight else 0


async def _grpc(serving: Serving) -> tuple[Server | None, dict[str, int]]:
    """Start gRPC if it is asked for, and return it and what the log says of it; its library is big, so only then."""
    if serving.config.grpc_port is None:
        return None, {}
    from app.server.rpc import service  # noqa: PLC0415 - as above

    server, port = await service.start(serving, serving.config.grpc_port)
    return server, {"grpc_port": port}


def _listen(port: int) -> socket.socket:
    """Bind to all addresses, of both families where the system has both."""
    if socket.has_dualstack_ipv6():
        with contextlib.suppress(OSError):  # a container's kernel can lack the family that Python was built for
            return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=_BACKLOG)
    return socket.create_server(("", port), backlog=_BACKLOG)


def _uvicorn(serving: Serving) -> uvicorn.Config:
    return uvicorn.Config(
        create(serving),
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=math.ceil(serving.config.request_timeout_seconds),
    )


async def _quiet(serving: Serving) -> None:
    """Wait until no request comes any more; those that still do are answered, on connections that then close."""
    loop = asyncio.get_running_loop()
    limit = loop.time() + QUIET_LIMIT_SECONDS
    seen = -1
    while seen != serving.requests and loop.time() < limit:
        seen = serving.requests
        await asyncio.sleep(_QUIET_SECONDS)
