"""The guide on clouds shows the facts, and what of the rendered trees differs, as they are.

``SLIPWAY_REGENERATE=1`` writes both into the guide instead; never in CI.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from infra.clouds import CLOUDS
from tests.project import REPOSITORY
from tests.unit.clouds.side_by_side import differing, objects, table

if TYPE_CHECKING:
    from pathlib import Path

    from infra.clouds import CloudName
    from infra.clouds.cloud import Cloud, Labels

GUIDE = REPOSITORY / "docs/clouds.md"
STACKS = ("prod", "prod-gke", "prod-aks")
GENERATED = re.compile(r"(<!-- (facts|[a-z]+/[a-z-]+\.yaml) -->\n).*?(<!-- end -->)", re.DOTALL)


def _pairs(labels: Labels) -> str:
    return " <br> ".join(f"`{label}={value}`" for label, value in labels.items()) or "-"


def _lines(values: tuple[str, ...]) -> str:
    return " <br> ".join(f"`{value}`" for value in values) or "-"


def _facts(cloud: Cloud) -> dict[str, str]:
    gateway, storage = cloud.gateway, cloud.storage
    nvidia = cloud.accelerators["nvidia"]
    sources = dict.fromkeys(cidr for entrance in gateway.classes.values() for cidr in entrance.sources)
    named = dict.fromkeys(entrance.subnets for entrance in gateway.classes.values() if entrance.subnets)
    endpoints = (f"{one.cidr}:{port}" for way in cloud.identities for one in way.endpoints for port in one.ports)
    annotations = (way.annotation for way in cloud.identities if way.annotation)
    return {
        "labels of GPU nodes": _pairs(nvidia.labels),
        "labels of GPU nodes, only for DaemonSets": _pairs(nvidia.daemon_labels),
        "GPU models that can be chosen": ", ".join(nvidia.models) or "-",
        "taints tolerated": _lines(tuple(f"{taint.key}={taint.value or '*'}" for taint in nvidia.taints)),
        "other accelerators": ", ".join(sorted(set(cloud.accelerators) - {"nvidia"})) or "-",
        "brings the NVIDIA device plugin": "yes" if cloud.manages_device_plugin else "no",
        "brings Gateway API's CRDs": "yes" if cloud.manages_gateway_api else "no",
        "StorageClass, one writer": f"`{storage.single}`" if storage.single else "the cluster's default",
        "StorageClass, many writers": f"`{storage.shared}`" if storage.shared else "the cluster's default",
        "buckets as volumes": f"`{storage.objects.driver}`" if storage.objects else "-",
        "GatewayClass, internal": f"`{gateway.internal}`",
        "GatewayClass, internet": f"`{gateway.public}`",
        "requests come from": _lines(tuple(sources)) if sources else "pods" if not named else "-",
        "`sourceCidrs` must name": "; ".join(named) or "-",
        "timeouts in routes": "yes" if gateway.timeouts else "no",
        "copies of requests": "yes" if gateway.mirrors else "no",
        "Ingress": f"`{cloud.ingress_class}`" if cloud.ingress_class else _pairs(cloud.ingress_annotations),
        "identity on the ServiceAccount": _lines(tuple(annotations)),
        "identity on the pod": _pairs({k: v for way in cloud.identities for k, v in way.pod_labels.items()}),
        "identity needs nodes": _pairs({k: v for way in cloud.identities for k, v in way.node_labels.items()}),
        "identity on the node at": _lines(tuple(endpoints)),
        "name servers besides `kube-dns`": _lines((*cloud.dns_pods[1:], *cloud.dns_addresses)),
        "own registry": f"`{cloud.registry}`",
        "zones look like": f"`{cloud.zone}`",
        "NetworkPolicies need": cloud.network_policy,
    }


def _facts_table() -> str:
    columns = {name: _facts(cloud) for name, cloud in CLOUDS.items()}
    head = [f"| | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    rows = [f"| {row} | {' | '.join(column[row] for column in columns.values())} |" for row in _facts(CLOUDS["eks"])]
    return "\n".join([*head, *rows])


def test_the_guide_shows_the_facts_and_every_difference() -> None:
    text = GUIDE.read_text()
    shown = GENERATED.sub(
        lambda found: f"{found[1]}{_facts_table() if found[2] == 'facts' else table(STACKS, found[2])}\n{found[3]}",
        text,
    )
    if os.environ.get("SLIPWAY_REGENERATE") and not os.environ.get("CI"):
        GUIDE.write_text(shown)
        pytest.skip("the guide was written anew")
    assert shown == text


def test_the_same_models_and_add_ons_are_on_every_cloud() -> None:
    files = {
        stack: {path.relative_to(REPOSITORY / "rendered" / stack).as_posix() for path in _files(stack)}
        for stack in STACKS
    }
    plugin = {"platform/nvidia-device-plugin.yaml"}
    assert files["prod"] == files["prod-aks"] == files["prod-gke"] | plugin
    assert plugin & files["prod-gke"] == set()


def _files(stack: str) -> list[Path]:
    return sorted((REPOSITORY / "rendered" / stack).glob("*/*.yaml"))


CLOUD_OF: dict[str, CloudName] = {"prod": "eks", "prod-gke": "gke", "prod-aks": "aks"}


@pytest.mark.parametrize("model", ["iris", "llama", "sentiment"])
def test_a_cloud_changes_nothing_of_how_a_model_is_served(model: str) -> None:
    """Image, command, resources, probes and scaling are the model's own: only its way in, places and names differ."""
    file = f"models/{model}.yaml"
    kept = ("HorizontalPodAutoscaler", "PodDisruptionBudget", "ConfigMap")
    changed = {
        f"{name} {place}"
        for name, rows in differing(STACKS, file).items()
        for place in rows
        if name.startswith(kept) or (name.startswith("Deployment") and ".containers[0]" in place)
    }
    assert changed == set()
    assert all(objects(stack, file) for stack in STACKS)
