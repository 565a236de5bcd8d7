"""Where a model's files come from, and how it is known that they are the right ones."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from models import formats
from models.base import Part, Quantity, SecretRef, refuse
from models.download import Download
from models.formats import FOLDERS, Format
from models.store import Store

Scheme = Literal["s3", "gs", "az", "hf", "https", "oci", "pvc", "image"]
DOWNLOADED: frozenset[Scheme] = frozenset({"s3", "gs", "az", "hf", "https"})
"""Schemes whose files the fetch container brings; the others' are mounted, or in the server's image."""

_NAME = r"[^\s/@?#]+"
_OCI = r"oci://[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)+(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?"
_PVC = rf"pvc://[a-z0-9][-a-z0-9.]*(/{_NAME})*"
_URI = re.compile(rf"(s3|gs|az|hf|https)://{_NAME}(/[^\s?#/]+)+|{_OCI}|{_PVC}|image://(/{_NAME})+")
_HUB = re.compile(r"hf://[\w.-]+/[\w.-]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_ARCHIVE = re.compile(r"\.(tar|tar\.gz|tgz|zip)$")


def _supported(uri: str) -> str:
    if re.match(r"(s3|gs|az|https)://.*/$", uri):
        fix = "pack it (.tar.gz) and set unpack: true, or push it as an image and write oci://"
        refuse("a folder in a store has no checksum, and may change while it is read", fix)
    if not _URI.fullmatch(uri) or ".." in uri.split("/"):
        # The address isn't repeated: it may hold a password.
        refuse(
            "not an artifact's address",
            "write s3://, gs://, az://, hf://, https://, oci://, pvc://<claim> or image:///, then the path, "
            "without credentials or a query",
        )
    if uri.startswith("hf://") and not _HUB.fullmatch(uri):
        refuse(f"{uri!r} does not name one repository", "write hf://<organisation>/<repository>")
    return uri


def _checksum(value: str) -> str:
    if not _SHA256.fullmatch(value):
        refuse("not a SHA-256 checksum", "write the 64 lower-case hex digits that `sha256sum FILE` prints")
    return value


def _relative(value: str) -> str:
    if value.startswith("/") or not value.strip("/") or ".." in value.split("/"):
        refuse(f"{value!r} is not a path below the volume's root", "write it as models/iris.onnx")
    return value.rstrip("/")


Uri = Annotated[str, AfterValidator(_supported), WithJsonSchema({"type": "string", "pattern": f"^({_URI.pattern})$"})]
Sha256 = Annotated[str, AfterValidator(_checksum), WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{64}$"})]
RelativePath = Annotated[str, AfterValidator(_relative)]
Pattern = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[^\s/][^\s]*$")]


class Artifact(Part):
    """The model's files: a file or an archive with a checksum, a repository at a commit, an image, or a volume."""

    uri: Uri
    """Where the files are: ``s3://bucket/key``, ``gs://…``, ``az://account/container/blob``, ``https://…``,
    ``hf://organisation/repository``, ``oci://registry/name@sha256:…``, ``pvc://claim/path`` or ``image:///path``."""
    sha256: Sha256 | None = None
    """Checksum of the file in hex; the download fails if it differs. In prod required of files from a store."""
    revision: str | None = None
    """Commit, tag or branch of an ``hf`` repository. In prod it must be a commit of 40 hex digits."""
    format: Format | None = None
    """File format; what the file's name tells, or else the runtime's own, where absent."""
    size: Quantity = "1Gi"
    """Bytes on disk, rounded up: sizes the volume, the scratch space and the default load budget."""
    token: SecretRef | None = None
    """Token for a gated repository or a private store."""
    store: Store = Store()
    """How the store is reached, where its address and the pod's identity aren't enough."""
    download: Download = Download()
    """What the container that downloads it is given."""
    unpack: bool = False
    """Whether the file is an archive (.tar, .tar.gz, .tgz, .zip) whose contents are the model."""
    path: RelativePath | None = None
    """Path of the model in an ``oci`` image; the whole image where absent."""
    include: tuple[Pattern, ...] = ()
    """Files of an ``hf`` repository or an ``oci`` image that are brought, such as ``onnx/*``; all where absent. ``*``
    also stands for ``/``, and a pattern that matches nothing fails the download. ``size`` is that of the choice."""
    exclude: tuple[Pattern, ...] = ()
    """Files that are left out, by patterns as in ``include``."""
    trusted: bool = False
    """Whether its maker may run code in the server, which pickled models do while they are loaded."""
    trusted_types: tuple[str, ...] = ()
    """Types beyond skops' own list that a skops file may hold."""

    @property
    def scheme(self) -> Scheme:
        """The URI's scheme."""
        return cast("Scheme", self.uri.partition("://")[0])

    @property
    def is_downloaded(self) -> bool:
        """Whether the fetch container brings it."""
        return self.scheme in DOWNLOADED

    @property
    def port(self) -> int:
        """Port of the store that it is downloaded from."""
        port = self.uri.split("/")[2].rpartition(":")[2] if self.scheme in {"https", "oci"} else ""
        return int(port) if port.isdigit() else self.store.port

    @property
    def claim(self) -> str:
        """Name of the PersistentVolumeClaim of a ``pvc`` address."""
        return self.uri.removeprefix("pvc://").partition("/")[0]

    @property
    def inside(self) -> str:
        """Path of the file or folder in its volume; empty for the whole volume."""
        if self.scheme == "oci":
            return self.path or ""
        if self.scheme == "pvc":
            return self.uri.removeprefix("pvc://").partition("/")[2]
        name = self.uri.rpartition("/")[2]
        return _ARCHIVE.sub("", name) if self.unpack else name

    @property
    def is_folder(self) -> bool:
        """Whether the model is a folder, as far as the address tells."""
        if self.scheme in {"oci", "pvc", "image"}:
            return self.named_format is None
        return self.scheme == "hf" or self.unpack

    @property
    def named_format(self) -> Format | None:
        """The format that the file's name tells."""
        return None if self.unpack or self.scheme == "hf" else formats.of_name(self.inside or self.uri)

    @model_validator(mode="after")
    def _pins_fit_the_scheme(self) -> Self:
        if self.scheme in {"hf", "oci", "image"} and self.sha256:
            ways = {"hf": "pin hf artifacts with revision", "oci": "pin the image with @sha256:<digest>"}
            fix = ways.get(self.scheme, "the image's own digest pins it")
            refuse("a checksum does not fit a repository or an image", fix, "sha256")
        if self.scheme != "hf" and self.revision:
            refuse("only hf artifacts have revisions", "pin this artifact with sha256", "revision")
        return self

    @model_validator(mode="after")
    def _options_fit_the_scheme(self) -> Self:
        if self.unpack and (self.scheme == "hf" or not self.is_downloaded or not _ARCHIVE.search(self.uri)):
            fix = "remove unpack, or name a .tar, .tar.gz, .tgz or .zip in a store"
            refuse(f"{self.uri} is not an archive that is downloaded", fix, "unpack")
        if self.download != Download() and not self.is_downloaded:
            refuse(f"{self.scheme} artifacts are not downloaded", "remove download", "download")
        if self.path and self.scheme != "oci":
            refuse("only oci artifacts have a path beside the address", "write it into the uri", "path")
        if self.token and self.scheme not in {"gs", "az", "hf", "https"}:
            refuse(f"{self.scheme} takes no token", _NO_TOKEN.get(self.scheme, "remove it"), "token")
        if (self.include or self.exclude) and self.scheme not in {"hf", "oci"}:
            fix = "remove it; files are chosen from hf repositories and oci images"
            refuse(f"{self.uri} is brought as it is", fix, "include" if self.include else "exclude")
        self.store.check(self.scheme)
        return self

    @property
    def pinned(self) -> bool:
        """Whether the files can't change under their name: a checksum, a commit or a digest."""
        pins = {"hf": bool(_COMMIT.fullmatch(self.revision or "")), "oci": "@sha256:" in self.uri, "image": True}
        return pins.get(self.scheme, self.sha256 is not None)


_NO_TOKEN = {
    "s3": "use identity, or store.credentials: {accessKeyId, secretAccessKey}",
    "oci": "name the registry's Secret in store.pullSecrets",
}

__all__ = ["DOWNLOADED", "FOLDERS", "Artifact", "Format", "Scheme", "Sha256", "Uri"]
