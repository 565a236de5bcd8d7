"""The embedded engine: regorus, a Rego interpreter in Rust that runs inside this process.

A large input is judged by two processes; ``python -m infra.policy.embedded`` is the second, which reads its half of the
rules and the input as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import regorus

from infra.errors import EngineError
from infra.policy.engine import ENTRY_POINT
from infra.policy.halves import halves, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from infra.manifest import Json
    from infra.policy.bundle import Bundle

_ROOT = Path(__file__).parent.parent.parent
_SPLIT_FROM = 4_000_000
"""Characters of input from which a second process saves more than it costs to start: some 4,000 objects."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Evaluates with regorus."""

    split_from: int = _SPLIT_FROM
    """Characters of input that two processes judge."""
    name: Literal["embedded"] = "embedded"

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value.

        Raises:
            EngineError: If regorus fails, here or in the second process.
        """
        if len(document) < self.split_from or (os.cpu_count() or 1) == 1:
            return _answer(bundle.modules, bundle.data, document)
        one, other = halves(bundle)
        with tempfile.TemporaryFile("w+") as asked, tempfile.TemporaryFile("w+") as told:
            json.dump({"modules": dict(other.modules), "data": other.data, "document": document}, asked)
            asked.seek(0)
            command = [sys.executable, "-m", __name__]
            second = subprocess.Popen(command, stdin=asked, stdout=told, stderr=subprocess.STDOUT, cwd=_ROOT)  # noqa: S603 - ourselves
            try:
                answer = _answer(one.modules, one.data, document)
            except BaseException:
                second.kill()
                raise
            finally:
                second.wait()
            told.seek(0)
            return joined(answer, _understood(told.read(), second.returncode))


def _answer(modules: Mapping[str, str], data: Json, document: str) -> Json:
    try:
        engine = regorus.Engine()
        for path, text in modules.items():
            engine.add_policy(path, text)
        engine.add_data_json(json.dumps(data))
        engine.set_input_json(document)
        return json.loads(engine.eval_rule_as_json(ENTRY_POINT))
    # regorus raises RuntimeError, and a panic of the Rust code arrives as a BaseException.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise EngineError(f"the embedded engine failed: {_first_lines(str(error))}") from None


def _understood(told: str, status: int) -> Json:
    if status != 0:
        raise EngineError(f"the embedded engine's second process failed: {told.strip() or f'status {status}'}")
    return json.loads(told)


def _first_lines(text: str) -> str:
    """Return the message without the Rust stack that regorus may append."""
    return text.split("Stack backtrace", maxsplit=1)[0].strip()


def _main() -> int:
    asked = json.load(sys.stdin)
    try:
        json.dump(_answer(asked["modules"], asked["data"], asked["document"]), sys.stdout)
    except EngineError as error:
        sys.stdout.write(str(error))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(_main())
