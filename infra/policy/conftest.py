"""The engine ``conftest``: judges as ``conftest test`` does, for people whose pipelines have it already."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from infra.errors import EngineError
from infra.policy import program
from infra.policy.engine import ENTRY_POINT

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle

_NAMESPACE = "slipway_conftest"
_MODULE = f"""\
package {_NAMESPACE}

deny contains {{"msg": "result", "value": value}} if {{
	value := {ENTRY_POINT} with input as data.{_NAMESPACE}_input
}}
"""
"""Conftest shows what ``deny`` finds and nothing else, so the entry point's value is all that it finds.

The input comes as data: conftest reads what it tests with floating-point numbers, and 9007199254740993 has none."""


class Conftest:
    """Evaluates with one ``conftest test`` process; a failing builtin is an error, not silence."""

    name: Literal["conftest"] = "conftest"

    def __init__(self, seconds: float) -> None:
        """Remember how long an answer may take."""
        self._seconds = seconds

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value."""
        with tempfile.TemporaryDirectory(prefix="slipway-conftest-") as name:
            folder = Path(name)
            program.write(bundle, folder / "policies")
            (folder / "policies" / f"{_NAMESPACE}.rego").write_text(_MODULE, encoding="utf-8")
            (folder / "input.json").write_text(f'{{"{_NAMESPACE}_input": {document}}}', encoding="utf-8")
            answer = program.run("conftest", _arguments(folder), "{}", self._seconds)
        if answer.code not in {0, 1} or not answer.out.strip():
            reason = answer.err.removeprefix("Error: ") or f"exit code {answer.code}"
            raise EngineError(f"conftest failed: {program.in_brief(reason.replace(name, ''))}")
        return _value(program.json_of("conftest", answer.out))


def _arguments(folder: Path) -> list[str]:
    loaded = [f"--policy={folder / 'policies'}", f"--data={folder / 'policies' / 'data.json'}"]
    options = ["--show-builtin-errors", "--output=json", "--parser=json", f"--namespace={_NAMESPACE}"]
    # An own, empty configuration: one that lies in the working directory must not add a policy or an exception.
    (folder / "conftest.toml").write_text("", encoding="utf-8")
    config = f"--config-file={folder / 'conftest.toml'}"
    return ["test", *loaded, f"--data={folder / 'input.json'}", *options, config, "-"]


def _value(output: Json) -> Json:
    try:
        (tested,) = output
        (found,) = tested["failures"]
        return found["metadata"]["value"]
    except (LookupError, TypeError, ValueError):
        raise EngineError(f"conftest gave no value for {ENTRY_POINT}") from None
