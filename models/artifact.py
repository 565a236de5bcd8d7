"""Where a model's files come from, and how it is known that they are the right ones."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, WithJsonSchema, model_validator

from models.base import Part, Quantity, SecretRef, refuse

Format = Literal["onnx", "safetensors"]
Scheme = Literal["s3", "gs", "az", "hf", "https"]

_URI = re.compile(r"(s3|gs|az|hf|https)://[^\s/@?#]+(/[^\s?#]+)+")
_HUB = re.compile(r"hf://[\w.-]+/[\w.-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


def _supported(uri: str) -> str:
    if not _URI.fullmatch(uri):
        # The address isn't repeated: it may hold a password.
        refuse(
            "not an artifact's address",
            "write s3://, gs://, az://, hf:// or https://, then the path, without credentials or a query",
        )
    if uri.startswith("hf://") and not _HUB.fullmatch(uri):
        refuse(f"{uri!r} does not name one repository", "write hf://<organisation>/<repository>")
    return uri


def _checksum(value: str) -> str:
    if not _SHA256.fullmatch(value):
        refuse("not a SHA-256 checksum", "write the 64 lower-case hex digits that `sha256sum FILE` prints")
    return value


Uri = Annotated[str, AfterValidator(_supported), WithJsonSchema({"type": "string", "pattern": f"^({_URI.pattern})$"})]
Sha256 = Annotated[str, AfterValidator(_checksum), WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]


class Artifact(Part):
    """The model's files: one file with a checksum, or a Hugging Face repository at a commit."""

    uri: Uri
    """Where the files are: ``s3://bucket/key``, ``gs://…``, ``az://…``, ``https://…`` or ``hf://organisation/repository``."""
    sha256: Sha256 | None = None
    """Checksum of the file in hex; the download fails if it differs. Required in prod for all but ``hf``."""
    revision: str | None = None
    """Commit, tag or branch of an ``hf`` repository. In prod it must be a commit of 40 hex digits."""
    format: Format | None = None
    """File format; the runtime's own where none is named."""
    size: Quantity = "1Gi"
    """Bytes on disk, rounded up: sizes the volume, the scratch space and the default load budget."""
    token: SecretRef | None = None
    """Token for a gated repository or a private store."""

    @property
    def scheme(self) -> Scheme:
        """The URI's scheme."""
        return cast("Scheme", self.uri.partition("://")[0])

    @property
    def file_name(self) -> str:
        """The last part of the URI."""
        return self.uri.rsplit("/", 1)[-1]

    @model_validator(mode="after")
    def _pins_fit_the_scheme(self) -> Self:
        if self.scheme == "hf" and self.sha256:
            refuse("a checksum does not fit a repository", "pin hf artifacts with revision", "sha256")
        if self.scheme != "hf" and self.revision:
            refuse("only hf artifacts have revisions", "pin this artifact with sha256", "revision")
        return self

    @property
    def pinned(self) -> bool:
        """Whether the files can't change under their name: a checksum, or a repository's commit."""
        return bool(_COMMIT.fullmatch(self.revision or "")) if self.scheme == "hf" else self.sha256 is not None
