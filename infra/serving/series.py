"""PromQL for one model's series: chosen by namespace and pod, the two labels that every Prometheus sets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.runtimes.metrics import Metrics, Series
    from infra.serving.target import Target

_RATE_WINDOW = "2m"
"""Four scrapes of the default interval, so that one may be missed."""


def pods(target: Target) -> str:
    """Return the regular expression of the names of the model's pods, which no other model's pod matches."""
    # A Deployment's pod has a hash and five characters; of a long name they are one part; a StatefulSet's, a number.
    return f"{target.name}-[0-9a-z]+(-[0-9a-z]{{5}})?"


def chosen(target: Target, name: str, matchers: str = "", *, exported: bool = False) -> str:
    """Return the selector of a metric's series; ``exported`` if an exporter says on whose behalf it measures."""
    prefix = "exported_" if exported else ""
    own = f"{prefix}namespace={json.dumps(target.namespace)},{prefix}pod=~{json.dumps(pods(target))}"
    return f"{name}{{{own}{',' if matchers else ''}{matchers}}}"


def total(target: Target, series: Series) -> str:
    """Return the sum of a gauge over all replicas."""
    return f"sum({chosen(target, series.name, series.matchers)})"


def rate(target: Target, series: Series, window: str = _RATE_WINDOW, *, suffix: str = "") -> str:
    """Return how much a counter grows in a second, over all replicas."""
    return f"sum(rate({chosen(target, series.name + suffix, series.matchers)}[{window}]))"


def requests(target: Target, metrics: Metrics, window: str = _RATE_WINDOW) -> str | None:
    """Return the requests answered in a second, the failed ones as well; None where the runtime counts none."""
    if metrics.requests:
        return rate(target, metrics.requests, window)
    if metrics.successes and metrics.errors:
        well = rate(target, metrics.successes, window)
        return f"({well} + ({rate(target, metrics.errors, window)} or 0 * {well}))"
    return None


def quantile(target: Target, series: Series, share: float, window: str) -> str:
    """Return a quantile of a histogram, in milliseconds; not a number while nobody asks."""
    buckets = f"sum by (le) (rate({chosen(target, series.name + '_bucket', series.matchers)}[{window}]))"
    return f"{number(series.seconds * 1000)} * histogram_quantile({share}, {buckets})"


def quantile_or_zero(target: Target, series: Series, share: float) -> str:
    """Return the same as a number in any case: 0 while nobody asks, and nothing where nothing is measured."""
    found = quantile(target, series, share, _RATE_WINDOW)
    # What is not a number, no comparison lets through.
    return f"({found} >= 0) or 0 * {rate(target, series, suffix='_count')}"


def ratio(part: str, whole: str, factor: float = 1) -> str:
    """Return a quotient; 0 while the whole is none, and nothing where nothing is measured."""
    scaled = part if factor == 1 else f"{number(factor)} * {part}"
    return f"({scaled} / ({whole} > 0)) or 0 * {whole}"


def number(value: float) -> str:
    """Return a number as PromQL reads it and people write it: 5 and not 5.0."""
    return f"{value:.12g}"
