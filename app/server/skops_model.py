"""scikit-learn models saved by skops: a file says which types it holds, and only trusted ones are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.server import estimator
from app.server.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def load(path: Path, trusted: Sequence[str]) -> estimator.Estimator:
    """Load an estimator.

    Raises:
        LoadError: If the file is none, or holds a type that nobody has said to trust.
    """
    if not path.is_file():
        raise LoadError(f"{path}: no such file")
    return estimator.load(path, "sklearn_skops", lambda: _read(path, trusted))


def _read(path: Path, trusted: Sequence[str]) -> Any:  # noqa: ANN401 - scikit-learn has no type for estimators
    from skops import io  # noqa: PLC0415 - only the image for scikit-learn has it

    if unknown := sorted(set(io.get_untrusted_types(file=path)) - set(trusted)):
        raise LoadError(f"{path}: holds types that model.trustedTypes doesn't name: {', '.join(unknown)}")
    return io.load(path, trusted=list(trusted))
