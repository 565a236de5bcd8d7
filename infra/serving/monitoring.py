"""How Prometheus finds a model's metrics, and from where it may ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.tenancy import in_namespace

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

API = "monitoring.coreos.com/v1"
SOURCES: Sources = {("PodMonitor", ""): "runtime", ("ServiceMonitor", ""): "runtime"}
_TIMES = {"interval": "30s", "scrapeTimeout": "10s"}
_MOST_SAMPLES = 20_000  # As the Prometheus add-on: a runaway label fails one model's scrape and not the server.


def scrape_annotations(target: Target) -> dict[str, str]:
    """Return the pod annotations that the Prometheus add-on's scrape configuration reads; none beside a monitor."""
    if target.settings.monitoring.operator:
        return {}
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(target.server.metrics_port),
        "prometheus.io/path": target.server.metrics.path,
    }


def scrapers(target: Target) -> list[Manifest]:
    """Return the NetworkPolicy peers that scrape the model."""
    monitoring = target.settings.monitoring
    if monitoring.operator or monitoring.server:
        return [in_namespace(monitoring.namespace, monitoring.pods)]
    return [in_namespace("monitoring", "prometheus")] if target.settings.addons.prometheus else []


def monitors(target: Target) -> list[Manifest]:
    """Return the object that tells the Prometheus operator what to scrape, where the stack has it."""
    match target.settings.monitoring.scrape:
        case "podMonitor":
            return [_monitor(target, "PodMonitor", "podMetricsEndpoints", "port")]
        case "serviceMonitor":
            # The Service needn't have the port: other ports of the pods behind it are found as well.
            return [_monitor(target, "ServiceMonitor", "endpoints", "targetPort")]
        case "annotations":
            return []


def observed(target: Target, kind: str, name: str = "") -> Manifest:
    """Return an object for the Prometheus operator up to its metadata, with the labels that it selects by."""
    manifest = target.manifest(API, kind, name)
    manifest["metadata"]["labels"] |= target.settings.monitoring.labels
    return manifest


def _monitor(target: Target, kind: str, endpoints: str, port: str) -> Manifest:
    endpoint = {port: target.server.metrics_port_name, "path": target.server.metrics.path, **_tls(target), **_TIMES}
    spec = {"selector": {"matchLabels": target.selector()}, "sampleLimit": _MOST_SAMPLES, endpoints: [endpoint]}
    return {**observed(target, kind), "spec": spec}


def _tls(target: Target) -> Manifest:
    """Return how a server that speaks TLS is asked: on its pod's address, for which no certificate is made."""
    return {"scheme": "https", "tlsConfig": {"insecureSkipVerify": True}} if target.server.tls_secret else {}
