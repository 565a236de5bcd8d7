"""Slipway's own server."""

from __future__ import annotations

from typing import ClassVar, Literal

from models.runtime.options import Batching, Options


class Builtin(Options):
    """Slipway's own server (``app/``): ONNX and scikit-learn models over the Open Inference Protocol v2."""

    title: ClassVar = "Slipway's own server"
    formats: ClassVar = ("onnx", "skops", "pickle")
    protocols: ClassVar = ("v2",)

    profile: Literal["builtin"]
    batching: Batching | None = None
    """Dynamic batching; off where absent."""
    grpc: bool = False
    """Whether the protocol is answered over gRPC as well."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
