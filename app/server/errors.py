"""What is refused or fails while serving, and the HTTP status it becomes.

ServingError
├── BadRequest        400   not what the protocol or the model's signature wants
├── NotFound          404   no such model or version
├── TooSlow           408   the request's body did not arrive in time
├── TooLarge          413   more bytes than a request may have
├── Unsupported       415   a content encoding that isn't read
├── Overloaded        429   the queue is full; says when to come back
├── ModelFailed       500   the model raised an error on an input that fits its signature
├── Unavailable       503   not loaded, failed to load or shutting down; says when to come back
└── DeadlineExceeded  504   no answer before the request's deadline

LoadError                   the artifact is not a model that can be served; never ready
"""

from __future__ import annotations

from typing import ClassVar


class ServingError(Exception):
    """The root: words for the client, and a status."""

    status: ClassVar[int] = 500
    retry_after: int | None = None


class BadRequest(ServingError):  # noqa: N818 - named for what it tells the client, as its siblings
    """The request is not what the protocol or the model's signature wants."""

    status = 400


class NotFound(ServingError):  # noqa: N818
    """There is no such model or version."""

    status = 404


class TooSlow(ServingError):  # noqa: N818
    """The body did not arrive in time."""

    status = 408


class TooLarge(ServingError):  # noqa: N818
    """The body has more bytes than a request may have."""

    status = 413


class Unsupported(ServingError):  # noqa: N818
    """The body is encoded in a way that isn't read."""

    status = 415


class Overloaded(ServingError):  # noqa: N818
    """The queue is full."""

    status = 429
    retry_after = 1


class ModelFailed(ServingError):  # noqa: N818
    """The model raised an error."""

    status = 500


class Unavailable(ServingError):  # noqa: N818
    """The model can't be asked now."""

    status = 503
    retry_after = 5


class DeadlineExceeded(ServingError):  # noqa: N818
    """There was no answer in time."""

    status = 504


class LoadError(Exception):
    """The artifact is not a model that can be served."""
