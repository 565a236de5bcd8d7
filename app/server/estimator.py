"""Fitted scikit-learn estimators, whatever file they came from."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from app.server import datatypes
from app.server.errors import BadRequest, LoadError
from app.server.signature import DYNAMIC, Signature, Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_METHODS = ("predict", "predict_proba", "transform")
_INPUT = "input"


class Estimator:
    """Rows of FP64 in, and an output for each of its methods."""

    def __init__(self, estimator: Any, platform: str) -> None:  # noqa: ANN401 - scikit-learn has no type for estimators
        """Learn the outputs from a row of zeros."""
        self._estimator = estimator
        self.platform = platform
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


def load(path: Path, platform: str, read: Callable[[], Any]) -> Estimator:
    """Return what ``read`` returns as a model.

    Raises:
        LoadError: If it can't be read, is no fitted estimator, or another release of scikit-learn saved it.
    """
    try:
        from sklearn.exceptions import InconsistentVersionWarning  # noqa: PLC0415 - only its own image has it
    except ImportError:
        raise LoadError(f"{path}: this image is built without scikit-learn") from None
    try:
        with warnings.catch_warnings():
            # An estimator of another release may load, and answer something else than it did.
            warnings.simplefilter("error", InconsistentVersionWarning)
            return Estimator(read(), platform)
    except LoadError:
        raise
    except Exception as error:  # whatever a damaged file makes its reader raise
        raise LoadError(f"{path}: not a scikit-learn model that can be run: {error}") from error
