"""The serving runtimes, one module each: from a spec's options to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from infra.runtimes import builtin, vllm
from models.runtime import Builtin, Vllm

if TYPE_CHECKING:
    from infra.runtimes.server import Server
    from infra.settings import Images
    from models.spec import ModelSpec


def server_of(spec: ModelSpec, images: Images) -> Server:
    """Return the server that runs the model."""
    match spec.runtime:
        case Builtin() as options:
            return builtin.server(spec, options, images)
        case Vllm() as options:
            return vllm.server(spec, options, images)
        case unknown:
            assert_never(unknown)
