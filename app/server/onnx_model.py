"""ONNX models, run by ONNX Runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as failures

from app.server.datatypes import ONNX
from app.server.errors import BadRequest, LoadError, ModelFailed
from app.server.signature import DYNAMIC, Signature, Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_FATAL = 4
_FAILURES = (failures.Fail, failures.RuntimeException, failures.EPFail, failures.NotImplemented, RuntimeError)


class OnnxModel:
    """A session of ONNX Runtime."""

    platform = "onnx_onnxv1"

    def __init__(self, session: ort.InferenceSession, signature: Signature) -> None:
        """Keep the session; it may be run from several threads."""
        self._session = session
        self.signature = signature

    def run(self, inputs: Mapping[str, NDArray[Any]], outputs: Sequence[str]) -> list[NDArray[Any]]:
        """Return the named outputs.

        Raises:
            BadRequest: If the runtime says that an input doesn't suit the model.
            ModelFailed: If the model fails.
        """
        try:
            return [np.asarray(array) for array in self._session.run(list(outputs), dict(inputs))]
        except failures.InvalidArgument as error:
            raise BadRequest(f"the model refused the input: {error}") from error
        except _FAILURES as error:
            raise ModelFailed(f"the model failed: {error}") from error


def load(path: Path, threads: int) -> OnnxModel:
    """Open a session and read the signature.

    Raises:
        LoadError: If the file is no ONNX model that can be served.
    """
    if not path.is_file():
        raise LoadError(f"{path}: no such file")
    ort.set_default_logger_severity(_FATAL)  # its errors are raised too, and its lines are not JSON
    try:
        session = ort.InferenceSession(path, _options(threads), providers=["CPUExecutionProvider"])
    except (
        failures.InvalidProtobuf,
        failures.InvalidGraph,
        failures.NoSuchFile,
        failures.InvalidArgument,
        *_FAILURES,
    ) as error:
        raise LoadError(f"{path}: not an ONNX model that can be run: {error}") from error
    signature = Signature(_tensors(path, session.get_inputs()), _tensors(path, session.get_outputs()))
    return OnnxModel(session, signature)


def _options(threads: int) -> ort.SessionOptions:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin while they wait use up the container's quota, and the kernel then stops all of them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _tensors(path: Path, nodes: Iterable[Any]) -> tuple[Tensor, ...]:
    return tuple(_tensor(path, node) for node in nodes)


def _tensor(path: Path, node: Any) -> Tensor:  # noqa: ANN401 - ONNX Runtime names no type for it
    if node.type not in ONNX:
        raise LoadError(f"{path}: {node.name!r} is {node.type}, which the protocol has no datatype for")
    shape = tuple(size if isinstance(size, int) and size >= 0 else DYNAMIC for size in node.shape or ())
    # ONNX Runtime shows a scalar and an unknown number of dimensions alike, and checks them itself.
    return Tensor(node.name, ONNX[node.type], shape, ranked=bool(shape))
