"""What ``server.json`` says: the contract that rendered manifests keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

_KIB = 1024


class ConfigError(Exception):
    """The configuration can't be used; its words say what is wrong and where."""


class Part(BaseModel):
    """A part of the configuration: unknown fields are refused and nothing changes after validation."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, use_attribute_docstrings=True)


class Model(Part):
    """The one model that is served."""

    name: Annotated[str, Field(min_length=1)]
    version: Annotated[str, Field(min_length=1)]
    path: Path
    """A model's file, or a folder that holds exactly one."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Checksum that the file must have when it is loaded."""
    trusted: bool = False
    """Whether the file may run code while it loads: with ``sha256``, joblib and pickle files are loaded."""
    trusted_types: tuple[str, ...] = ()
    """Types beyond skops' own list that a skops file may hold; never read from the file itself."""


class Batching(Part):
    """Requests that arrive together are run together."""

    max_size: Annotated[int, Field(ge=1, le=1024)] = 16
    """Requests in one batch at most."""
    max_latency_ms: Annotated[int, Field(ge=0, le=10_000)] = 5
    """Milliseconds that a request waits at most for others to join it."""


class Limits(Part):
    """What one replica takes on; more is refused at once."""

    body_bytes: Annotated[int, Field(ge=_KIB)] = 64 * _KIB * _KIB
    """Bytes of a request's body."""
    queue: Annotated[int, Field(ge=1)] = 256
    """Requests that wait for the model; those being read or run come on top."""


class Tracing(Part):
    """Where traces go; OpenTelemetry's own ``OTEL_…`` variables say it as well."""

    endpoint: Annotated[str, Field(pattern=r"^https?://[^\s/]+")]
    """Base URL of a collector that takes OTLP over HTTP, such as ``http://collector:4318``."""
    sample_ratio: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Share of the requests that is traced; a caller that has decided for its trace is followed."""


class Config(Part):
    """Everything that the server is told."""

    model: Model
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """Port of all endpoints; 0 lets the system choose one, which the first line of the log tells."""
    grpc_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    """Port of the protocol over gRPC; off where absent."""
    batching: Batching | None = None
    request_timeout_seconds: Annotated[float, Field(gt=0)] = 30
    """Seconds from a request's first byte to its answer; also how long shutting down may take."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    limits: Limits = Limits()
    tracing: Tracing | None = None
    """Off where absent, unless the environment says where traces go."""


def load(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        ConfigError: If it can't be read or says something else than a configuration.
    """
    try:
        return Config.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except ValidationError as error:
        lines = (f"{path}: {'.'.join(map(str, one['loc'])) or 'whole file'}: {one['msg']}" for one in error.errors())
        raise ConfigError("\n".join(lines)) from error
