"""The gRPC service: the same model, queue and deadlines as over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
from time import perf_counter
from typing import TYPE_CHECKING, Any

import grpc

from app.server.errors import DeadlineExceeded, ServingError
from app.server.http import EXTENSIONS, release
from app.server.rpc import inference_pb2 as pb
from app.server.rpc import messages

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.server.serving import Serving
    from app.server.tracing import Span

    Context = grpc.aio.ServicerContext[Any, Any]

_SERVICE = "inference.GRPCInferenceService"
_CODES = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    404: grpc.StatusCode.NOT_FOUND,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    500: grpc.StatusCode.INTERNAL,
    503: grpc.StatusCode.UNAVAILABLE,
    504: grpc.StatusCode.DEADLINE_EXCEEDED,
}
_OK = 200


class Service:
    """The six methods of the protocol."""

    def __init__(self, serving: Serving) -> None:
        """Serve the same model as HTTP does."""
        self._serving = serving

    async def server_live(self, _: pb.ServerLiveRequest, __: Context) -> pb.ServerLiveResponse:
        """Say that the process works."""
        return pb.ServerLiveResponse(live=True)

    async def server_ready(self, _: pb.ServerReadyRequest, __: Context) -> pb.ServerReadyResponse:
        """Say whether the model can be asked."""
        return pb.ServerReadyResponse(ready=self._serving.phase == "ready")

    async def model_ready(self, request: pb.ModelReadyRequest, _: Context) -> pb.ModelReadyResponse:
        """Say whether this model can be asked."""
        self._serving.find(request.name, request.version or None)
        return pb.ModelReadyResponse(ready=self._serving.phase == "ready")

    async def server_metadata(self, _: pb.ServerMetadataRequest, __: Context) -> pb.ServerMetadataResponse:
        """Say what the server is."""
        return pb.ServerMetadataResponse(name="slipway", version=release(), extensions=EXTENSIONS)

    async def model_metadata(self, request: pb.ModelMetadataRequest, _: Context) -> pb.ModelMetadataResponse:
        """Say what the model takes and gives."""
        self._serving.find(request.name, request.version or None)
        model, ours = self._serving.model, self._serving.config.model
        response = pb.ModelMetadataResponse(name=ours.name, versions=[ours.version], platform=model.platform)
        for tensors, field in ((model.signature.inputs, response.inputs), (model.signature.outputs, response.outputs)):
            for tensor in tensors:
                field.add(name=tensor.name, datatype=tensor.datatype, shape=tensor.shape)
        return response

    async def model_infer(self, request: pb.ModelInferRequest, context: Context) -> pb.ModelInferResponse:
        """Run the model; a call that its client cancels leaves the queue."""
        started, status, known = perf_counter(), 500, False
        span = self._span(context)
        self._serving.in_flight += 1
        try:
            self._serving.find(request.model_name, request.model_version or None)
            known = True
            with span.part("model") if span else contextlib.nullcontext():
                response = await self._infer(request, context)
            status = _OK
        except ServingError as error:
            status = error.status
            raise
        finally:
            self._serving.in_flight -= 1
            self._serving.requests += 1
            self._serving.metrics.answered(known=known, status=status, seconds=perf_counter() - started)
            if span:
                span.end(f"{_SERVICE}/ModelInfer", status, {"rpc.system": "grpc", "rpc.method": "ModelInfer"})
        return response

    def _span(self, context: Context) -> Span | None:
        if not self._serving.tracing:
            return None
        # What is binary ends in -bin, and isn't ours.
        return self._serving.tracing.request({name: str(value) for name, value in context.invocation_metadata() or ()})

    async def _infer(self, request: pb.ModelInferRequest, context: Context) -> pb.ModelInferResponse:
        ours, signature = self._serving.config, self._serving.model.signature
        inputs = messages.inputs_of(request, signature)
        outputs = messages.outputs_of(request, signature)
        seconds = min(ours.request_timeout_seconds, context.time_remaining() or ours.request_timeout_seconds)
        try:
            async with asyncio.timeout(seconds):
                arrays = await self._serving.batcher.submit(inputs, outputs)
        except TimeoutError:
            raise DeadlineExceeded("there was no answer before the request's deadline") from None
        response = pb.ModelInferResponse(model_name=ours.model.name, model_version=ours.model.version, id=request.id)
        messages.respond(response, dict(zip(outputs, arrays, strict=True)), raw=bool(request.raw_input_contents))
        return response


async def start(serving: Serving, port: int) -> tuple[grpc.aio.Server, int]:
    """Start serving, and return the server and its port."""
    limit = serving.config.limits.body_bytes
    options = [
        ("grpc.max_receive_message_length", limit),
        ("grpc.max_send_message_length", -1),
        ("grpc.so_reuseport", 0),
    ]
    server = grpc.aio.server(options=options)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(_SERVICE, _handlers(Service(serving))),))
    bound = server.add_insecure_port(f"[::]:{port}")
    await server.start()
    return server, bound


def _handlers(service: Service) -> dict[str, grpc.RpcMethodHandler[Any, Any]]:
    methods: dict[str, tuple[Any, Any]] = {
        "ServerLive": (service.server_live, pb.ServerLiveRequest),
        "ServerReady": (service.server_ready, pb.ServerReadyRequest),
        "ModelReady": (service.model_ready, pb.ModelReadyRequest),
        "ServerMetadata": (service.server_metadata, pb.ServerMetadataRequest),
        "ModelMetadata": (service.model_metadata, pb.ModelMetadataRequest),
        "ModelInfer": (service.model_infer, pb.ModelInferRequest),
    }
    return {
        name: grpc.unary_unary_rpc_method_handler(
            _in_words(method), request_deserializer=request.FromString, response_serializer=_bytes_of
        )
        for name, (method, request) in methods.items()
    }


def _bytes_of(message: Any) -> bytes:  # noqa: ANN401 - any of the responses
    encoded: bytes = message.SerializeToString()
    return encoded


def _in_words(method: Callable[[Any, Context], Awaitable[Any]]) -> Callable[[Any, Context], Awaitable[Any]]:
    """Turn what is refused into gRPC's status and words."""

    async def call(request: Any, context: Context) -> Any:  # noqa: ANN401 - any of the requests
        try:
            return await method(request, context)
        except ServingError as error:
            await context.abort(_CODES.get(error.status, grpc.StatusCode.UNKNOWN), str(error))

    return call
