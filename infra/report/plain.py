"""What users wrote, made harmless: names and messages come from files that anyone may have written."""

from __future__ import annotations


def plain(text: str) -> str:
    r"""Return the text in one line, with ``\n``, ``\x1b`` or ``\u202e`` for what would not be seen as it is."""
    return text if text.isprintable() else "".join(map(_visible, text))


def shortened(text: str, most: int) -> str:
    """Return the text, cut to ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _visible(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()
