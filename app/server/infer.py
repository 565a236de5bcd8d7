"""One inference request, from its first byte to its answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.server import tracing
from app.server.errors import BadRequest, DeadlineExceeded, Overloaded, TooLarge, TooSlow, Unsupported
from app.server.request import decode
from app.server.response import Reply, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from starlette.requests import Request

    from app.server.serving import Serving

_CLIENT_GONE = 499
_LENGTH = "inference-header-content-length"


async def infer(serving: Serving, request: Request) -> Response:
    """Answer a request; whatever is wrong with it is raised as a ``ServingError``."""
    deadline = asyncio.get_running_loop().time() + serving.config.request_timeout_seconds
    serving.find(request.path_params["model_name"], request.path_params.get("model_version"))
    request.scope["slipway.known"] = True
    model, batcher = serving.model, serving.batcher
    if serving.in_flight > 4 * serving.config.limits.queue or batcher.full:
        raise Overloaded("the server has more requests than it can answer in time")
    body = await _body(request, serving.config.limits.body_bytes, deadline)
    asked = decode(body, _json_length(request), model.signature)
    if asked.timeout_seconds is not None:
        deadline = min(deadline, asyncio.get_running_loop().time() + asked.timeout_seconds)
    with tracing.part(request.scope, "model"):
        future = batcher.submit(asked.inputs, tuple(wanted.name for wanted in asked.outputs))
        arrays = await _outcome(request, future, deadline)
    if arrays is None:
        return Response(status_code=_CLIENT_GONE)
    return _response(encode(serving.config.model.name, serving.config.model.version, asked, arrays))


async def _body(request: Request, limit: int, deadline: float) -> bytes:
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Unsupported("content encodings are not supported; send the body as it is")
    if _number(request.headers.get("content-length", "0")) > limit:
        raise TooLarge(f"the body has more than {limit} bytes")
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout_at(deadline):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise TooLarge(f"the body has more than {limit} bytes")
                parts.append(part)
    except TimeoutError:
        raise TooSlow("the body did not arrive in time") from None
    return b"".join(parts)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise BadRequest("a length in the headers is not a number")
    return int(text[:20])


def _json_length(request: Request) -> int | None:
    given = request.headers.get(_LENGTH)
    return None if given is None else _number(given)


async def _outcome(
    request: Request, future: asyncio.Future[list[NDArray[Any]]], deadline: float
) -> list[NDArray[Any]] | None:
    """Return the outcome; nothing if the client goes before it is there, which takes the request out of the queue."""
    if future.done():
        return future.result()
    watch = asyncio.ensure_future(_disconnected(request, future))
    try:
        async with asyncio.timeout_at(deadline):
            return await future
    except TimeoutError:
        raise DeadlineExceeded("there was no answer before the request's deadline") from None
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if future.cancelled() and not (task and task.cancelling()):
            return None
        raise
    finally:
        watch.cancel()


async def _disconnected(request: Request, future: asyncio.Future[list[NDArray[Any]]]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    future.cancel()


def _response(reply: Reply) -> Response:
    if reply.json_length is None:
        return Response(reply.body, media_type="application/json")
    headers = {_LENGTH: str(reply.json_length)}
    return Response(reply.body, media_type="application/octet-stream", headers=headers)
