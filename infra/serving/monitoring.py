"""How Prometheus finds a model's metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.serving.target import Target


def scrape_annotations(target: Target) -> dict[str, str]:
    """Return the pod annotations that the Prometheus add-on's scrape configuration reads."""
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(target.server.metrics_port),
        "prometheus.io/path": target.server.metrics.path,
    }
