"""When a month's budget of failed requests goes too fast: several windows, so that an alert is quick and ends quickly.

The windows and factors are those of the Site Reliability Workbook, chapter 5, "Alerting on SLOs", table 5-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.serving import series

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.runtimes.metrics import Metrics, Series
    from infra.serving.target import Target


@dataclass(frozen=True, slots=True)
class _Burn:
    """One way of burning too fast: the share of the budget that goes in the long window, seen in both windows."""

    factor: float
    """How many times faster than the budget allows."""
    long: str
    short: str


FAST = (_Burn(14.4, "1h", "5m"), _Burn(6, "6h", "30m"))
"""2 % of the month's budget in an hour, or 5 % in six: somebody must look at once."""
SLOW = (_Burn(3, "1d", "2h"), _Burn(1, "3d", "6h"))
"""10 % of the budget in a day, or in three: somebody must look in working hours."""
_WINDOWS = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
_RECORD = "model:request_errors:ratio_rate"


def recordings(target: Target, labels: dict[str, str]) -> list[Manifest]:
    """Return the rules that record the share of failed requests in each window; none where they aren't counted."""
    metrics = target.server.metrics
    if metrics.errors is None:
        return []
    return [
        {
            "record": f"{_RECORD}{window}",
            "expr": _ratio(target, metrics, metrics.errors, window),
            "labels": dict(labels),
        }
        for window in _WINDOWS
    ]


def recorded(window: str, labels: dict[str, str]) -> str:
    """Return the selector of a recorded share."""
    chosen = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return f"{_RECORD}{window}{{{chosen}}}"


def burning(burns: tuple[_Burn, ...], availability: float, labels: dict[str, str]) -> str:
    """Return the expression that holds while the budget of an availability, in percent, goes as fast as that."""
    budget = (100 - availability) / 100
    ways = []
    for burn in burns:
        least = series.number(burn.factor * budget)
        ways.append(f"({recorded(burn.long, labels)} > {least} and {recorded(burn.short, labels)} > {least})")
    return " or ".join(ways)


def _ratio(target: Target, metrics: Metrics, errors: Series, window: str) -> str:
    """Return the share; no series of errors at all is no error, and no request at all is no share."""
    failed, all_of_them = series.rate(target, errors, window), series.requests(target, metrics, window)
    return f"({failed} or 0 * {all_of_them}) / ({all_of_them} > 0)"
