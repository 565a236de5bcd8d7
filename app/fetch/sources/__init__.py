"""Where artifacts can be: one module for each scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.fetch.errors import UsageError
from app.fetch.sources import azure, google, https, huggingface, oci, s3

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.fetch.address import Address
    from app.fetch.source import Source

SOURCES: Mapping[str, Callable[[Address], Source]] = {
    "s3": s3.source,
    "gs": google.source,
    "az": azure.source,
    "hf": huggingface.source,
    "oci": oci.source,
    "https": https.source,
    "http": https.source,
}


def source_of(address: Address) -> Source:
    """Return the source that an address names.

    Raises:
        UsageError: If there is none for its scheme.
    """
    scheme = urlsplit(address.uri).scheme
    if scheme not in SOURCES:
        raise UsageError(f"{scheme or 'no scheme'}: use one of {', '.join(SOURCES)}, pvc or file")
    return SOURCES[scheme](address)
