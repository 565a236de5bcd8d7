"""scikit-learn models saved by joblib or pickle, which run code as they load: only files that are known and trusted."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.server import estimator
from app.server.errors import LoadError

if TYPE_CHECKING:
    from pathlib import Path

    from app.server import config

SUFFIXES = (".joblib", ".pkl", ".pickle")


def load(path: Path, model: config.Model) -> estimator.Estimator:
    """Load an estimator, if the configuration trusts it and the file is the one that it means.

    Raises:
        LoadError: If it may not be loaded, or is no estimator.
    """
    if not (model.trusted and model.sha256):
        missing = "model.trusted" if model.sha256 else "model.sha256" if model.trusted else "both"
        raise LoadError(
            f"{path}: a pickle runs code when it is loaded: export the model to ONNX or skops, "
            f"or set model.trusted and model.sha256 ({missing} missing)"
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror}") from error
    # The very bytes that were verified are loaded: a file could be another one a moment later.
    if (actual := hashlib.sha256(content).hexdigest()) != model.sha256:
        raise LoadError(f"{path}: its SHA-256 is {actual}, the configuration says {model.sha256}")
    return estimator.load(path, "sklearn_joblib", lambda: _read(content))


def _read(content: bytes) -> Any:  # noqa: ANN401 - scikit-learn has no type for estimators
    import joblib  # noqa: PLC0415 - only the image for scikit-learn has it

    return joblib.load(BytesIO(content))
