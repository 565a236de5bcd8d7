"""The one thing the server needs of a model, whatever its format: a signature, and a way to run it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from app.server import onnx_model, pickle_model, skops_model
from app.server.datatypes import NUMPY
from app.server.errors import LoadError, ServingError
from app.server.quick import Quick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from app.server import config
    from app.server.signature import Signature, Tensor


class Model(Protocol):
    """A loaded model."""

    @property
    def platform(self) -> str:
        """What runs it, as metadata shows it."""

    @property
    def signature(self) -> Signature:
        """What it takes and gives."""

    def run(self, inputs: Mapping[str, NDArray[Any]], outputs: Sequence[str]) -> list[NDArray[Any]]:
        """Return the named outputs; called from several threads at once."""


_LOADERS: dict[str, Callable[[Path, config.Model, int], Model]] = {
    ".onnx": lambda path, _, threads: onnx_model.load(path, threads),
    ".skops": lambda path, model, _: skops_model.load(path, model.trusted_types),
    **dict.fromkeys(pickle_model.SUFFIXES, lambda path, model, _: pickle_model.load(path, model)),
}
"""Suffix of a file → what loads it."""
_SAFE = [suffix for suffix in _LOADERS if suffix not in pickle_model.SUFFIXES]


def load(model: config.Model, threads: int) -> Model:
    """Load a model.

    Raises:
        LoadError: With the reason why it can't be served.
    """
    path = _file(model.path, list(_LOADERS) if model.trusted else _SAFE)
    if path.suffix not in _LOADERS:
        raise LoadError(f"{path}: format {path.suffix!r} is not served; export the model to {', '.join(_SAFE)}")
    if path.suffix in _SAFE and model.sha256 and (actual := _checksum(path)) != model.sha256:
        raise LoadError(f"{path}: its SHA-256 is {actual}, the configuration says {model.sha256}")
    return _LOADERS[path.suffix](path, model, threads)


def _file(path: Path, suffixes: list[str]) -> Path:
    if not path.is_dir():
        return path
    found = sorted(one for suffix in suffixes for one in path.rglob(f"*{suffix}"))
    preferred = [one for one in found if one.stem == "model"]
    for candidates in (found, preferred):
        if len(candidates) == 1:
            return candidates[0]
    raise LoadError(f"{path}: {len(found)} model files, none alone named model{'/'.join(suffixes)}")


def _checksum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror}") from error


def warm_up(model: Model) -> Quick:
    """Run a row of zeros, so that the first request doesn't pay for what a first run sets up, and learn from it.

    Raises:
        LoadError: If the model fails on what it says that it takes.
    """
    signature, quick = model.signature, Quick()
    zeros = {tensor.name: _zeros(tensor) for tensor in signature.inputs}
    try:
        model.run(zeros, [tensor.name for tensor in signature.outputs])
        quick.probe(model, zeros)
    except ServingError as error:
        # Open dimensions of size one may not suit the model (a convolution on one pixel); then its own errors decide.
        if signature.only_rows_are_open:
            raise LoadError(f"the model fails on zeros of its own signature: {error}") from error
    return quick


def _zeros(tensor: Tensor) -> NDArray[Any]:
    shape = [max(size, 1) for size in tensor.shape]
    return np.full(shape, "", dtype=object) if tensor.datatype == "BYTES" else np.zeros(shape, NUMPY[tensor.datatype])
