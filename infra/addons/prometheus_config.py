"""What Prometheus is told: how long it keeps series, and which pods it scrapes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from infra import labels
from infra.quantity import parse
from infra.yaml_dump import dump

if TYPE_CHECKING:
    from infra.addon_settings import Prometheus
    from infra.manifest import Manifest
    from infra.settings import Settings

_POD = "__meta_kubernetes_pod"
_ANNOTATION = f"{_POD}_annotation_prometheus_io"


def configuration(settings: Settings, config: Prometheus) -> str:
    """Return the text of ``prometheus.yml``."""
    content = {
        "global": {"scrape_interval": "30s", "scrape_timeout": "10s"},
        # Here and not in flags: those are deprecated since the configuration can say it.
        "storage": {"tsdb": {"retention": {"time": f"{config.retention_days}d", "size": retention_size(config)}}},
        "scrape_configs": [_itself(), _models(settings)],
    }
    return dump([content])


def digest(text: str) -> str:
    """Return ten hex digits of the hash of a configuration."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def retention_size(config: Prometheus) -> str:
    """Return 80 % of the volume in bytes; the rest is for the write-ahead log and for compaction."""
    return f"{int(parse(config.storage) * 8 / 10)}B"


def _itself() -> Manifest:
    return {"job_name": "prometheus", "static_configs": [{"targets": ["localhost:9090"]}]}


def _models(settings: Settings) -> Manifest:
    return {
        "job_name": "models",
        # One model with a runaway label must not take the memory of all: its scrape fails instead.
        "sample_limit": 20_000,
        # Sorted: the order of the tenants in the settings is no reason for a restart.
        "kubernetes_sd_configs": [{"role": "pod", "namespaces": {"names": sorted(settings.tenants)}}],
        "relabel_configs": [*_targets(), *_labels()],
    }


def _targets() -> list[Manifest]:
    """Keep pods that ask to be scraped and still run, and of their declared ports the one they name."""
    return [
        {"source_labels": [f"{_ANNOTATION}_scrape"], "regex": "true", "action": "keep"},
        {"source_labels": [f"{_POD}_phase"], "regex": "Failed|Succeeded", "action": "drop"},
        {
            "source_labels": [f"{_POD}_container_port_number"],
            "target_label": f"{_ANNOTATION}_port",
            "action": "keepequal",
        },
        {"source_labels": [f"{_ANNOTATION}_path"], "regex": "(.+)", "target_label": "__metrics_path__"},
    ]


def _labels() -> list[Manifest]:
    """Keep where a series comes from; a server's own label of one of these names becomes ``exported_<name>``."""
    kept = {
        "namespace": "__meta_kubernetes_namespace",
        "pod": f"{_POD}_name",
        "model": f"{_POD}_label_{_in_prometheus(labels.MODEL)}",
        "owner": f"{_POD}_label_{_in_prometheus(labels.OWNER)}",
    }
    return [{"source_labels": [source], "target_label": label} for label, source in kept.items()]


def _in_prometheus(label: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in label)
