"""The engine ``opa-server``: a running ``opa run --server``, asked through opa-python-client.

Nothing is uploaded. The server must have been started with this bundle (``opa run --server policies``), and the engine
compares every module and all data with its own, before it asks and afterwards: a verdict by other rules is none.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

import requests
import urllib3
from opa_client import errors
from opa_client.opa import OpaClient

from infra.errors import EngineError, InputError, Problem
from infra.policy import bounded, program
from infra.policy.engine import ENTRY_POINT

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle

_STRICT = {"strict-builtin-errors": "true"}
_PACKAGES = ("lib", "main", "policy")
"""The first parts of the bundle's packages: what else the server holds can't change the verdict."""
_FIX = "start it with these policies: opa run --server --ignore '*_test.rego' policies"


class OpaServer:
    """Evaluates on a server; a failing builtin is an error, not silence."""

    name: Literal["opa-server"] = "opa-server"

    def __init__(self, url: str, seconds: float) -> None:
        """Find the server.

        Raises:
            InputError: If the address isn't one.
        """
        self._url = url
        self._seconds = seconds
        self._address = _address(url)

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value."""
        name = f"the OPA server {self._url}"
        try:
            answer = bounded.within(self._seconds, lambda: self._asked(bundle, document))
        except bounded.TooMuch:
            raise bounded.too_much(name) from None
        except TimeoutError:
            raise bounded.no_answer(name, self._seconds) from None
        except (requests.RequestException, errors.PolicyNotFoundError, ValueError, LookupError, TypeError) as error:
            if _is_timeout(error):
                raise bounded.no_answer(name, self._seconds) from None
            raise EngineError(f"{name} failed: {_reason(error)}") from None
        if not isinstance(answer, dict) or "result" not in answer:
            raise EngineError(f"the OPA server {self._url} gave no value for {ENTRY_POINT}")
        return answer["result"]

    def _asked(self, bundle: Bundle, document: str) -> Json:
        with _client(self._address, self._seconds) as client:
            _require_same(client, bundle, self._url)
            package, _, rule = ENTRY_POINT.removeprefix("data.").rpartition(".")
            answer = client.query_rule(json.loads(document), package, rule, _STRICT)
            _require_same(client, bundle, self._url)
        return answer


class _Client(OpaClient):  # type: ignore[misc]  # the package states no types
    def _init_session(self) -> requests.Session:
        session: requests.Session = super()._init_session()
        session.hooks["response"] = [bounded.bounded]
        return session


def _address(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.username:
        raise InputError(Problem(f"{url!r} is no OPA server", "write it as http://localhost:8181", field="--opa-url"))
    secure = parts.scheme == "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return {"host": host, "port": port or (443 if secure else 8181), "ssl": secure}


def _client(address: dict[str, Any], seconds: float) -> OpaClient:
    # No retries: the client's own would ask a server that fails three times, and then say the same.
    return _Client(**address, token=os.environ.get("SLIPWAY_OPA_TOKEN"), retries=0, timeout=seconds)


def _require_same(client: OpaClient, bundle: Bundle, url: str) -> None:
    theirs = [_module(client, name) for name in client.get_policies_list() if not name.endswith("_test.rego")]
    ours = set(bundle.modules.values())
    if {raw for package, raw in theirs if package in _PACKAGES} != ours:
        raise EngineError(str(Problem(f"the OPA server {url} has other rules", _FIX)))
    for key, value in bundle.data.items():
        if _data(client, key) != value:
            raise EngineError(str(Problem(f"the OPA server {url} has another data.{key.replace('/', '.')}", _FIX)))


def _module(client: OpaClient, name: str) -> tuple[str, str]:
    found = client.get_policy(quote(name))["result"]
    return found["ast"]["package"]["path"][1]["value"], found["raw"]


def _data(client: OpaClient, key: str) -> Json:
    try:
        return client.get_data(quote(key))["result"]
    except errors.PolicyNotFoundError:
        return None


def _is_timeout(error: Exception) -> bool:
    # What was to be retried, had there been retries, arrives inside another error.
    inner = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.Timeout) or isinstance(inner, urllib3.exceptions.ReadTimeoutError)


def _reason(error: Exception) -> str:
    """Return what the server said, or else what went wrong on the way, in one line."""
    response = getattr(error, "response", None)
    said = program.in_brief(_message(response.text)) if response is not None else ""
    if said:
        return said
    if isinstance(error, requests.ConnectionError):
        return "it can't be reached, or it went away"
    if isinstance(error, ValueError | LookupError | TypeError):
        return "its answer is not OPA's"
    return program.in_brief(str(error))


def _message(text: str) -> str:
    try:
        said = json.loads(text)
        return "; ".join([said["message"], *(one["message"] for one in said.get("errors", []))])
    except (ValueError, LookupError, TypeError):
        return text
