"""What both doors judge with, the command line and the Pulumi program: one bundle, one engine and one moment."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from infra.errors import InputError, Problem
from infra.policy import bundle
from infra.policy.engine import engine
from infra.policy.judge import judge
from infra.policy.verdict import Judged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from infra.manifest import Manifest
    from infra.policy.bundle import Bundle
    from infra.policy.context import Context
    from infra.policy.engine import Chosen
    from infra.policy.verdict import Verdict


def policies(folder: Path) -> Bundle:
    """Return the project's policy bundle."""
    return bundle.load(folder / "policies")


class Court:
    """Judges with one bundle, one engine and one moment."""

    def __init__(self, laws: Bundle, chosen: Chosen, day: str, *, advisory: bool = False) -> None:
        """Prepare to judge; ``day`` is empty for now."""
        self._bundle = laws
        self._engine = engine(chosen)
        self._now_ns = nanoseconds(day)
        self._advisory = advisory

    def judge(self, manifests: Sequence[Manifest], context: Context) -> Verdict:
        """Return the verdict on the manifests."""
        return judge(manifests, context, self._bundle, self._engine, self._now_ns)

    def judged(self, title: str, file: str, verdict: Verdict) -> Judged:
        """Return the verdict with what reports need."""
        return Judged(title, file, verdict, self._bundle.rules, self._advisory)


def nanoseconds(day: str) -> int:
    """Return the start of a day (UTC) in nanoseconds since 1970; the clock's time for an empty one.

    Raises:
        InputError: If the day isn't one.
    """
    try:
        now = datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else datetime.datetime.now(datetime.UTC)
    except ValueError:
        raise InputError(Problem(f"{day!r} is not a day", "write it as 2027-06-30", field="--at")) from None
    return int(now.timestamp()) * 1_000_000_000
