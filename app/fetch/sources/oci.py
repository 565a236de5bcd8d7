"""``oci://registry/repository:tag`` or ``…@sha256:digest``: an artifact's files, or what an image's layers hold."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.fetch import choice
from app.fetch.errors import FetchError, UsageError
from app.fetch.source import UrlFile, leads_outside
from app.fetch.sources.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.fetch.address import Address
    from app.fetch.clock import Clock

_REFERENCE = re.compile(
    r"(?P<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?P<tag>\w[\w.-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?",
    re.ASCII,
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_TITLES = ("org.opencontainers.image.title", "org.cncf.model.filepath")
_PACKED = re.compile(r"[.+](tar|tar[.+]gzip)$")
_UNREADABLE = re.compile(r"[.+]tar[.+]\w+$")
_UNPACK = "io.deis.oras.content.unpack"
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
_HUB = ("docker.io", "registry-1.docker.io")


@dataclass(frozen=True, slots=True)
class Artifact:
    """What a tag or digest names."""

    registry: Registry
    reference: str
    address: Address

    def files(self, clock: Clock) -> Sequence[UrlFile]:
        """Return the layers: files by their titles, archives to be unpacked over each other in order."""
        manifest = self.registry.manifest(self.reference, clock)
        if "manifests" in manifest:
            manifest = self.registry.manifest(_choose(manifest["manifests"]), clock)
        layers = [self._file(number, layer) for number, layer in enumerate(manifest.get("layers", []))]
        if not layers or len({file.path for file in layers}) < len(layers):
            raise FetchError("the artifact has no layers, or two with the same title")
        if any(layer.packed for layer in layers):  # what those hold is only seen once they are here
            return layers
        chosen = choice.chosen([layer.path for layer in layers], self.address)
        return [layer for layer in layers if layer.path in chosen]

    def _file(self, number: int, layer: dict[str, Any]) -> UrlFile:
        notes = layer.get("annotations") or {}
        title = next((notes[name] for name in _TITLES if name in notes), "")
        packed = _is_packed(layer["mediaType"]) or notes.get(_UNPACK) == "true"
        path = f".layer-{number}" if packed else title
        if leads_outside(path):
            words = f"has the title {path!r}, which would lie outside of it" if path else f"has no {_TITLES[0]}"
            raise FetchError(f"layer {number} of the artifact is a file and {words}")
        if not _DIGEST.fullmatch(layer["digest"]):
            raise FetchError(f"layer {number} of the artifact has the digest {layer['digest']}; only sha256 is known")
        return UrlFile(
            url=f"{self.registry.url}/blobs/{layer['digest']}",
            headers=self.registry.headers,
            path=path,
            size=layer["size"],
            sha256=layer["digest"].removeprefix("sha256:"),
            packed=packed,
        )


def source(address: Address) -> Artifact:
    """Return the source of an artifact.

    Raises:
        UsageError: If the address names no tag or digest, or two different digests.
    """
    host, path = address.split()
    found = _REFERENCE.fullmatch(path)
    if not found or not (found["tag"] or address.digest):
        raise UsageError("oci: write oci://<registry>/<repository>:<tag> or oci://…@sha256:<digest>")
    digest = f"sha256:{address.digest}" if address.digest else None
    if found["digest"] not in (None, digest):
        raise UsageError("oci: --sha256 differs from the digest in the address; give one of them")
    name = found["name"]
    if host == _HUB[0]:
        host, name = _HUB[1], name if "/" in name else f"library/{name}"
    return Artifact(Registry(host, name, address.token or ""), digest or found["tag"], address)


def _is_packed(media_type: str) -> bool:
    if _PACKED.search(media_type):
        return True
    if _UNREADABLE.search(media_type):
        raise FetchError(f"a layer is {media_type}, which is not read here: pack it as tar or tar+gzip")
    return False


def _choose(manifests: list[dict[str, Any]]) -> str:
    """Return the digest of an index's only manifest, or of that for this machine."""
    machine = platform.machine()
    ours = {"os": "linux", "architecture": _MACHINES.get(machine, machine)}
    fitting = [one for one in manifests if ours.items() <= (one.get("platform") or {}).items()]
    for found in (manifests, fitting):
        if len(found) == 1:
            return str(found[0]["digest"])
    raise FetchError(f"the artifact is an index of {len(manifests)} manifests, and not one alone is for {ours}")
