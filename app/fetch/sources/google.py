"""``gs://bucket/object``: with FETCH_TOKEN, or the token that the node's metadata server gives the pod."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from urllib3.exceptions import NameResolutionError

from app.fetch import http
from app.fetch.errors import Transient
from app.fetch.source import UrlFile
from app.fetch.sources.https import One

if TYPE_CHECKING:
    from app.fetch.address import Address
    from app.fetch.clock import Clock

_API = "https://storage.googleapis.com"
_METADATA = "metadata.google.internal"
_TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token"  # noqa: S105 - a path


def source(address: Address) -> One:
    """Return the source of an object."""
    bucket, name = address.split()
    api = os.environ.get("STORAGE_EMULATOR_HOST", _API)
    url = f"{api}/storage/v1/b/{quote(bucket, safe='')}/o/{quote(name, safe='')}?alt=media"
    return One(UrlFile(url, lambda clock: address.bearer or _of_the_pod(clock)))


def _of_the_pod(clock: Clock) -> dict[str, str]:
    """Return the pod's token; none outside Google's cloud, where only public objects can be read."""
    url = f"http://{os.environ.get('GCE_METADATA_HOST', _METADATA)}{_TOKEN}"
    try:
        return http.token(http.send("GET", url, {"metadata-flavor": "Google"}, clock), url)
    except Transient as error:
        if isinstance(error.__cause__, NameResolutionError):
            return {}
        raise
