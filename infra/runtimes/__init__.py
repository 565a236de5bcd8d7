"""The serving runtimes, one module each: from a spec's options to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from infra.runtimes import builtin, custom, mlserver, tensorflow_serving, triton, vllm
from models.runtime import Builtin, Custom, MLServer, TensorFlowServing, Triton, Vllm

if TYPE_CHECKING:
    from infra.runtimes.server import Server
    from infra.settings import Images
    from models.spec import ModelSpec


def server_of(spec: ModelSpec, images: Images) -> Server:
    """Return the server that runs the model."""
    match spec.runtime:
        case Builtin() as options:
            return builtin.server(spec, options, images)
        case MLServer() as options:
            return mlserver.server(spec, options, images)
        case Triton() as options:
            return triton.server(spec, options, images)
        case TensorFlowServing() as options:
            return tensorflow_serving.server(spec, options, images)
        case Custom() as options:
            return custom.server(spec, options)
        case Vllm() as options:
            return vllm.server(spec, options, images)
        case unknown:
            assert_never(unknown)
