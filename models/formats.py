"""The formats of models' files: which are folders, which can run code while they are loaded, how names tell them."""

from __future__ import annotations

from typing import Literal

Format = Literal[
    "onnx",
    "skops",
    "pickle",
    "safetensors",
    "gguf",
    "torchscript",
    "savedmodel",
    "tensorrt",
    "xgboost",
    "lightgbm",
    "mlflow",
    "pmml",
]
"""How a model is written: ``pickle`` is also joblib's, ``savedmodel`` TensorFlow's."""

FOLDERS: frozenset[Format] = frozenset({"safetensors", "savedmodel", "mlflow"})
"""Formats of several files; from a store they come as a repository or as an archive."""
UNSAFE: frozenset[Format] = frozenset({"pickle", "mlflow"})
"""Formats that can run any code while they are loaded; MLflow's models are pickles with a description."""

_SUFFIXES: dict[str, Format] = {
    "onnx": "onnx",
    "skops": "skops",
    "pickle": "pickle",
    "pkl": "pickle",
    "joblib": "pickle",
    "gguf": "gguf",
    "pt": "torchscript",
    "plan": "tensorrt",
    "bst": "xgboost",
    "ubj": "xgboost",
    "pmml": "pmml",
}


def of_name(name: str) -> Format | None:
    """Return the format that a file's name tells, if it tells one."""
    return _SUFFIXES.get(name.rpartition(".")[2].lower()) if "." in name else None
