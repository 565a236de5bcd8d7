"""``az://account/container/blob``: with FETCH_TOKEN, or the identity that AKS gives the pod."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from app.fetch import http
from app.fetch.errors import UsageError
from app.fetch.source import UrlFile
from app.fetch.sources.https import One

if TYPE_CHECKING:
    from app.fetch.address import Address
    from app.fetch.clock import Clock

_ENDPOINT = "https://{account}.blob.core.windows.net"
_AUTHORITY = "https://login.microsoftonline.com/"
_API_VERSION = {"x-ms-version": "2021-08-06"}
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def source(address: Address) -> One:
    """Return the source of a blob.

    Raises:
        UsageError: If the address has no container.
    """
    account, path = address.split()
    if "/" not in path:
        raise UsageError("az: write az://<account>/<container>/<blob>")
    endpoint = os.environ.get("FETCH_AZURE_ENDPOINT", _ENDPOINT).format(account=account)

    def headers(clock: Clock) -> dict[str, str]:
        return {**_API_VERSION, **(address.bearer or _of_the_pod(clock))}

    return One(UrlFile(f"{endpoint}/{quote(path)}", headers))


def _of_the_pod(clock: Clock) -> dict[str, str]:
    """Exchange the service account's token for one of Azure's; none without workload identity."""
    file = os.environ.get("AZURE_FEDERATED_TOKEN_FILE")
    if not file:
        return {}
    form = {
        "grant_type": "client_credentials",
        "client_id": os.environ["AZURE_CLIENT_ID"],
        "scope": "https://storage.azure.com/.default",
        "client_assertion_type": _ASSERTION,
        "client_assertion": Path(file).read_text(),
    }
    authority = os.environ.get("AZURE_AUTHORITY_HOST", _AUTHORITY).rstrip("/")
    url = f"{authority}/{os.environ['AZURE_TENANT_ID']}/oauth2/v2.0/token"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return http.token(http.send("POST", url, headers, clock, urlencode(form).encode()), url)
