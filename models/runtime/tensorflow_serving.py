"""TensorFlow Serving."""

from __future__ import annotations

from typing import ClassVar, Literal

from models.runtime.options import Batching, Options


class TensorFlowServing(Options):
    """TensorFlow Serving: SavedModels over its own predict API, which KServe calls v1."""

    title: ClassVar = "TensorFlow Serving"
    formats: ClassVar = ("savedmodel",)
    protocols: ClassVar = ("v1",)
    accelerators: ClassVar = ("nvidia",)

    profile: Literal["tensorflow-serving"]
    batching: Batching | None = None
    """Batching of requests; off where absent."""
    grpc: bool = False
    """Whether its own gRPC services are reachable as well."""
