"""The errors Slipway raises on purpose, and the exit codes they become.

    SlipwayError
    ├── InputError    exit 2   a spec, settings, waiver or option is wrong; nothing was written
    └── EngineError   exit 3   a policy engine or the environment failed; nothing was judged

A denial (exit 1) and an out-of-date tree (exit 4) are results, not errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, as a person would look it up; ``line`` counts from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        """Return ``file:line``."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where (place, field path) and the way out."""

    what: str
    fix: str = ""
    place: Place | str | None = None
    field: str = ""

    def __str__(self) -> str:
        """Return the problem in one line, and the way out in a second one if there is one."""
        head = ": ".join(part for part in (str(self.place or ""), self.field, self.what) if part)
        return f"{head}\n  fix: {self.fix}" if self.fix else head


_SHOWN = 20
"""Problems that one message lists; the first few tell what to do, and the rest often has the same cause."""


class SlipwayError(Exception):
    """The root: a failure whose words are meant for the user."""

    exit_code: ClassVar[int]


class InputError(SlipwayError):
    """What the user gave can't be used; carries every problem found, not only the first."""

    exit_code = 2

    def __init__(self, *problems: Problem) -> None:
        """Join the problems into one message, one or two lines each."""
        shown = [str(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            shown.append(f"and {len(problems) - _SHOWN} more like these")
        super().__init__("\n".join(shown))
        self.problems = problems


class EngineError(SlipwayError):
    """A policy engine failed, or judged less than it was asked to."""

    exit_code = 3
