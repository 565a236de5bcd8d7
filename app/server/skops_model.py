"""scikit-learn models saved by skops: a file says which types it holds, and only trusted ones are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from app.server import datatypes
from app.server.errors import BadRequest, LoadError
from app.server.signature import DYNAMIC, Signature, Tensor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_METHODS = ("predict", "predict_proba", "transform")
_INPUT = "input"


class SkopsModel:
    """A fitted estimator: rows of FP64 in, and an output for each of its methods."""

    platform = "sklearn_skops"

    def __init__(self, estimator: Any) -> None:  # noqa: ANN401 - scikit-learn has no type for estimators
        """Learn the outputs from a row of zeros."""
        self._estimator = estimator
        features = int(estimator.n_features_in_)
        row = np.zeros((1, features))
        found = {name: self._call(name, row) for name in _METHODS if hasattr(estimator, name)}
        outputs = (Tensor(name, datatypes.of(array), (DYNAMIC, *array.shape[1:])) for name, array in found.items())
        self.signature = Signature((Tensor(_INPUT, "FP64", (DYNAMIC, features)),), tuple(outputs))

    def _call(self, method: str, rows: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(getattr(self._estimator, method)(rows))

    def run(self, inputs: Mapping[str, NDArray[Any]], outputs: Sequence[str]) -> list[NDArray[Any]]:
        """Return what the named methods give.

        Raises:
            BadRequest: If the estimator refuses the rows.
        """
        try:
            return [self._call(method, inputs[_INPUT]) for method in outputs]
        except ValueError as error:
            raise BadRequest(f"the model refused the input: {error}") from error


def load(path: Path, trusted: Sequence[str]) -> SkopsModel:
    """Load an estimator.

    Raises:
        LoadError: If the file is none, or holds a type that nobody has said to trust.
    """
    try:
        from skops import io  # noqa: PLC0415 - only the image for scikit-learn has it
    except ImportError:
        raise LoadError(f"{path}: this image is built without scikit-learn") from None
    if not path.is_file():
        raise LoadError(f"{path}: no such file")
    try:
        unknown = sorted(set(io.get_untrusted_types(file=path)) - set(trusted))
        found = None if unknown else SkopsModel(io.load(path, trusted=list(trusted)))
    except Exception as error:  # whatever a damaged file makes skops raise
        raise LoadError(f"{path}: not a scikit-learn model that can be run: {error}") from error
    if found is None:
        raise LoadError(f"{path}: holds types that model.trustedTypes doesn't name: {', '.join(unknown)}")
    return found
