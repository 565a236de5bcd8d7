"""The engine ``opa``: Open Policy Agent's own binary, the reference that the others are held to."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from infra.errors import EngineError
from infra.policy.engine import ENTRY_POINT

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle


class Opa:
    """Evaluates with one ``opa eval`` process; a failing builtin is an error, not silence."""

    name: Literal["opa"] = "opa"

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value."""
        binary = shutil.which("opa")
        if binary is None:
            raise EngineError(
                "the engine opa needs the program `opa` on PATH\n  fix: install it, or use --engine embedded"
            )
        with tempfile.TemporaryDirectory(prefix="slipway-opa-") as folder:
            _write(bundle, Path(folder))
            command = [binary, "eval", "--strict-builtin-errors", "--format=json", "--stdin-input", f"--data={folder}"]
            done = subprocess.run(  # noqa: S603 - no shell, and no argument comes from a spec
                [*command, ENTRY_POINT], input=document, capture_output=True, text=True, check=False
            )
        if done.returncode != 0:
            raise EngineError(f"opa failed: {_reason(done.stdout) or done.stderr.strip()}")
        return _value(done.stdout)


def _write(bundle: Bundle, folder: Path) -> None:
    for path, text in bundle.modules.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "data.json").write_text(json.dumps(bundle.data), encoding="utf-8")


def _reason(output: str) -> str:
    try:
        return "; ".join(error["message"] for error in json.loads(output).get("errors", []))
    except ValueError:
        return ""


def _value(output: str) -> Json:
    result = json.loads(output).get("result")
    if not result:
        raise EngineError(f"opa gave no value for {ENTRY_POINT}")
    return result[0]["expressions"][0]["value"]
