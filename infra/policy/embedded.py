"""The embedded engine: regorus, a Rego interpreter in Rust that runs inside this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import regorus

from infra.errors import EngineError
from infra.policy.engine import ENTRY_POINT

if TYPE_CHECKING:
    from infra.manifest import Json
    from infra.policy.bundle import Bundle


class Embedded:
    """Evaluates with regorus."""

    name: Literal["embedded"] = "embedded"

    def evaluate(self, bundle: Bundle, document: str) -> Json:
        """Return the entry point's value."""
        try:
            engine = regorus.Engine()
            for path, text in bundle.modules.items():
                engine.add_policy(path, text)
            engine.add_data_json(json.dumps(bundle.data))
            engine.set_input_json(document)
            return json.loads(engine.eval_rule_as_json(ENTRY_POINT))
        # regorus raises RuntimeError, and a panic of the Rust code arrives as a BaseException.
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            raise EngineError(f"the embedded engine failed: {_first_lines(str(error))}") from None


def _first_lines(text: str) -> str:
    """Return the message without the Rust stack that regorus may append."""
    return text.split("Stack backtrace", maxsplit=1)[0].strip()
