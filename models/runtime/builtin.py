"""Slipway's own server."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from models.runtime.options import Batching, Options


class Builtin(Options):
    """Slipway's own server (``app/``): ONNX and scikit-learn models over the Open Inference Protocol v2."""

    title: ClassVar = "Slipway's own server"
    formats: ClassVar = ("onnx", "skops", "pickle")
    protocols: ClassVar = ("v2",)

    profile: Literal["builtin"]
    batching: Batching | None = None
    """Dynamic batching; off where absent."""
    max_queue: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Requests that wait for the model at most; more are refused at once. 256 where absent."""
    max_body_mib: Annotated[int, Field(ge=1, le=4096)] | None = None
    """MiB of a request's body at most; 64 where absent."""
    grpc: bool = False
    """Whether the protocol is answered over gRPC as well."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
