"""Environment variables: their names, and the refusal of secrets among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from models.base import refuse, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.base import SecretRef

_ENV_NAME = text(
    r"[A-Za-z_][A-Za-z0-9_]*", "an environment variable's name", "use letters, digits and '_', no digit first"
)
EnvName = Annotated[str, *_ENV_NAME]
"""Name of an environment variable."""
_SECRET_NAME = re.compile(r"(?i)(token|password|passwd|secret|api_?key|access_?key|private_?key|credentials?)$")


def names_a_secret(name: str) -> bool:
    """Return whether a variable's name says that its value is a secret."""
    return bool(_SECRET_NAME.search(name))


def refuse_written_secrets(env: Mapping[str, str], secret_env: Mapping[str, SecretRef]) -> None:
    """Refuse a variable whose name says that its value is a secret, and one that is set twice.

    Raises:
        PydanticCustomError: There is such a variable.
    """
    for name in env:
        if names_a_secret(name):
            refuse(
                "a secret's value is written here",
                f"move it: secretEnv: {{{name}: {{secret: …, key: …}}}}",
                f"env.{name}",
            )
        if name in secret_env:
            refuse("set in secretEnv as well", "keep one of the two", f"env.{name}")
