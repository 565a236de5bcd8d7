"""``hf://organisation/repository``: every file of a repository at one commit."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from app.fetch import choice, http
from app.fetch.clock import persist
from app.fetch.errors import FetchError
from app.fetch.source import UrlFile, leads_outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.fetch.address import Address
    from app.fetch.clock import Clock

_HUB = "https://huggingface.co"
_SAFE = ".safetensors"
_PICKLED = {".bin", ".pth", ".pt", ".ckpt", ".pkl", ".pickle", ".h5", ".msgpack"}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; its token goes to the hub, and not where the hub redirects to."""

    address: Address
    name: str
    hub: str

    def files(self, clock: Clock) -> Sequence[UrlFile]:
        """Return the files at the commit that the revision names now."""
        revision = quote(self.address.revision or "main", safe="")
        commit = _json(f"{self.hub}/api/models/{self.name}/revision/{revision}", self.address.bearer, clock)[0]["sha"]
        entries = self._entries(f"{self.hub}/api/models/{self.name}/tree/{commit}?recursive=true", clock)
        found = {entry["path"]: entry for entry in entries}
        chosen = choice.chosen(found, self.address)
        return [self._file(entry, commit) for entry in wanted([found[path] for path in found if path in chosen])]

    def _entries(self, url: str | None, clock: Clock) -> Iterator[dict[str, Any]]:
        while url:
            page, url = _json(url, self.address.bearer, clock)
            yield from (entry for entry in page if entry["type"] == "file")

    def _file(self, entry: dict[str, Any], commit: str) -> UrlFile:
        path = entry["path"]
        if leads_outside(path):
            raise FetchError(f"the repository has a file {path!r} that would lie outside of it")
        return UrlFile(
            url=f"{self.hub}/{self.name}/resolve/{commit}/{quote(path)}",
            headers=lambda _: self.address.bearer,
            path=path,
            size=entry["size"],
            sha256=entry.get("lfs", {}).get("oid"),
        )


def source(address: Address) -> Repository:
    """Return the source of a repository."""
    organisation, repository = address.split()
    return Repository(address, f"{organisation}/{repository}", os.environ.get("HF_ENDPOINT", _HUB))


def wanted(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out weights that are pickled, or for other frameworks, where the same are there as safetensors."""
    if not any(entry["path"].endswith(_SAFE) for entry in entries):
        return entries
    return [entry for entry in entries if PurePosixPath(entry["path"]).suffix not in _PICKLED]


def _json(url: str, headers: dict[str, str], clock: Clock) -> tuple[Any, str | None]:
    """Return an answer and the URL of its next page."""

    def once() -> tuple[Any, str | None]:
        with http.get(url, headers, clock) as response:
            return json.loads(response.read()), _next(url, response.headers.get("link", ""))

    return persist(once, clock)


def _next(url: str, link: str) -> str | None:
    target, _, relation = link.partition(";")
    return urljoin(url, target.strip(" <>")) if 'rel="next"' in relation else None
