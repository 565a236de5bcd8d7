"""Secrets in what should hold none: values that look like the tokens that services hand out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from infra.errors import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.yaml_load import Document

# The published prefixes of Hugging Face, AWS, GitHub, GitLab, Slack, OpenAI and Google tokens, and PEM private keys.
_SHAPES = re.compile(
    r"\bhf_[A-Za-z0-9]{20,}|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{40,}"
    r"|\bglpat-[\w-]{20,}|\bxox[abpr]-[\w-]{10,}|\bsk-[\w-]{20,}|\bAIza[\w-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


def secrets_in(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every text that holds something shaped like a secret."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from secrets_in(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from secrets_in(inner, (*path, index))
    elif isinstance(value, str) and _SHAPES.search(value):
        yield path


def secret_problems(document: Document, file: str) -> list[Problem]:
    """Return a problem for each secret in a file that people write."""
    fix = "revoke it, put the new one in a Secret, and refer to it: {secret: NAME, key: KEY}"
    return [
        Problem("a secret's value is written here", fix, Place(file, document.line(path)), ".".join(map(str, path)))
        for path in secrets_in(document.value)
    ]
