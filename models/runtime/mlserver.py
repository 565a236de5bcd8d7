"""MLServer."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from models.runtime.options import Batching, Options


class MLServer(Options):
    """Seldon's MLServer: models of scikit-learn, XGBoost, LightGBM and MLflow over the Open Inference Protocol v2."""

    title: ClassVar = "MLServer"
    formats: ClassVar = ("pickle", "xgboost", "lightgbm", "mlflow")
    protocols: ClassVar = ("v2",)

    profile: Literal["mlserver"]
    batching: Batching | None = None
    """Adaptive batching; off where absent."""
    grpc: bool = False
    """Whether the protocol is reachable over gRPC as well."""
    parallel_workers: Annotated[int, Field(ge=0, le=64)] = 0
    """Processes that run the model beside the server's own; each holds a copy of the model."""
