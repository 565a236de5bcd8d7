"""HTTP requests with a deadline; a status is success, worth another try, or final."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import urllib3

from app.fetch.errors import FetchError, Transient

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.fetch.clock import Clock

_CONNECT_SECONDS = 10.0
_STALL_SECONDS = 30.0
_REDIRECTS = 5
DENIED = {401, 403}
_REDIRECT = {301, 302, 303, 307, 308}
_TRANSIENT = {408, 425, 429, 500, 502, 503, 504}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_LONGEST_RETRY_AFTER = 120.0

_pool = urllib3.PoolManager(retries=False)


def is_safe(url: str) -> bool:
    """Return whether nobody on the way can change what a URL gives: encrypted, or this very machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


@contextlib.contextmanager
def get(url: str, headers: Mapping[str, str], clock: Clock) -> Iterator[urllib3.BaseHTTPResponse]:
    """Open a GET request and follow its redirects; credentials stay with the host they are for.

    Raises:
        Transient: If it may work the next time.
        FetchError: If it won't.
    """
    sent = dict(headers)
    for _ in range(_REDIRECTS):
        response = send("GET", url, sent, clock)
        with contextlib.closing(response):
            if response.status not in _REDIRECT:
                check(response, url)
                with reading(url):
                    yield response
                return
            target = urljoin(url, response.headers.get("location", ""))
        if not is_safe(target):
            raise FetchError(f"{shown(url)} redirects to an address that is not encrypted")
        if urlsplit(target).netloc != urlsplit(url).netloc:
            sent.pop("authorization", None)
        url = target
    raise FetchError(f"{shown(url)}: more than {_REDIRECTS} redirects")


def send(
    method: str, url: str, headers: Mapping[str, str], clock: Clock, body: bytes | None = None
) -> urllib3.BaseHTTPResponse:
    """Send a request and return the answer's head; its body is read by the caller.

    Raises:
        Transient: If no answer came.
    """
    left = clock.left()
    timeout = urllib3.Timeout(connect=min(_CONNECT_SECONDS, left), read=min(_STALL_SECONDS, left))
    try:
        return _pool.request(
            method,
            url,
            body=body,
            headers={"accept-encoding": "identity", **headers},
            timeout=timeout,
            redirect=False,
            preload_content=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise Transient(f"{shown(url)}: {type(error).__name__}") from error


@contextlib.contextmanager
def reading(url: str) -> Iterator[None]:
    """Turn what can go wrong while a body is read into an error.

    Raises:
        Transient: If the connection broke.
    """
    try:
        yield
    except urllib3.exceptions.HTTPError as error:
        raise Transient(f"{shown(url)}: {type(error).__name__} while reading") from error


def token(response: urllib3.BaseHTTPResponse, url: str) -> dict[str, str]:
    """Return the header that carries the token which an identity service answered; registries' may call it so too."""
    with reading(url), contextlib.closing(response):
        check(response, url)
        answer = json.loads(response.read())
        return {"authorization": f"Bearer {answer.get('access_token') or answer['token']}"}


def check(response: urllib3.BaseHTTPResponse, url: str) -> None:
    """Turn a bad status into an error; 416 is left to whoever asked for a range."""
    status = response.status
    if status in _TRANSIENT:
        raise Transient(f"{shown(url)}: status {status}", _retry_after(response))
    if status in DENIED:
        raise FetchError(f"{shown(url)}: status {status}: the pod's identity or FETCH_TOKEN may not read it")
    if status not in (200, 206, 416):
        raise FetchError(f"{shown(url)}: status {status}")


def _retry_after(response: urllib3.BaseHTTPResponse) -> float | None:
    text = response.headers.get("retry-after", "")
    return min(float(text), _LONGEST_RETRY_AFTER) if text.isdigit() else None


def shown(url: str) -> str:
    """Return a URL without its query, which may hold a signature."""
    return url.split("?", 1)[0]
