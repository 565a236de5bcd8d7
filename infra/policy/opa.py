"""The engine ``opa``: Open Policy Agent's own binary, the reference that the others are held to."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from infra.errors import EngineError
from infra.policy import program
from infra.policy.engine import ENTRY_POINT

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle


class Opa:
    """Evaluates with one ``opa eval`` process; a failing builtin is an error, not silence."""

    name: Literal["opa"] = "opa"

    def __init__(self, seconds: float) -> None:
        """Remember how long an answer may take."""
        self._seconds = seconds

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value."""
        with tempfile.TemporaryDirectory(prefix="slipway-opa-") as folder:
            program.write(bundle, Path(folder))
            options = ["--strict-builtin-errors", "--format=json", "--stdin-input", f"--data={folder}"]
            answer = program.run("opa", ["eval", *options, ENTRY_POINT], document, self._seconds)
        if answer.code != 0:
            reason = _reason(answer.out) or answer.err or f"exit code {answer.code}"
            raise EngineError(f"opa failed: {program.in_brief(reason)}")
        return _value(program.json_of("opa", answer.out))


def _reason(output: str) -> str:
    try:
        return "; ".join(error["message"] for error in json.loads(output)["errors"])
    except (ValueError, LookupError, TypeError):
        return ""


def _value(output: Json) -> Json:
    try:
        return output["result"][0]["expressions"][0]["value"]
    except (LookupError, TypeError):
        raise EngineError(f"opa gave no value for {ENTRY_POINT}") from None
