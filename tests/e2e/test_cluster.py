"""A real API server takes what was rendered, and the scheduler finds a place for it."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from infra import project
from infra.manifest import in_apply_order
from tests import go_tools
from tests.e2e import cluster as control_plane
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.cluster import Cluster
    from tests.e2e.engine import Deployment

GATEWAY_API = ("sigs.k8s.io/gateway-api@v1.6.3", "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=")
ZONES = ("a", "b")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    try:
        crds = go_tools.published(*GATEWAY_API) / "config" / "crd" / "standard"
        with control_plane.running(folder) as running:
            applied(running, "-f", str(crds))
            applied(running, "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": nodes()}))
            yield running
    except go_tools.Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(f"a control plane {reason}")
        pytest.skip(f"a control plane {reason}")


def applied(cluster: Cluster, *arguments: str, text: str | None = None) -> None:
    """Apply, and let nothing pass that the server warns of or refuses."""
    done = cluster.kubectl("apply", "--server-side", "--validate=strict", *arguments, text=text)
    assert (done.returncode, done.stderr) == (0, "")


def rendered(stack: str) -> str:
    """Return the stack's tree as one List, in the order in which Argo CD and Flux apply kinds."""
    files = sorted((REPOSITORY / "rendered" / stack).glob("*/*.yaml"))
    objects = [one for file in files for one in yaml.safe_load_all(file.read_text())]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": in_apply_order(objects)})


def nodes() -> list[dict[str, Any]]:
    """Two CPU nodes and two with an L4, in two zones, labelled and tainted as on EKS and by NVIDIA's convention."""
    gpu = {
        "nvidia.com/gpu.present": "true",
        "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia",
        "karpenter.k8s.aws/instance-gpu-name": "l4",
    }
    return [node(f"cpu-{zone}", zone, {}, 0) for zone in ZONES] + [node(f"gpu-{zone}", zone, gpu, 1) for zone in ZONES]


def node(name: str, zone: str, labels: dict[str, str], gpus: int) -> dict[str, Any]:
    size = {"cpu": "32", "memory": "128Gi", "ephemeral-storage": "500Gi", "pods": "110", "nvidia.com/gpu": str(gpus)}
    taints = [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}] if gpus else []
    own = {"kubernetes.io/hostname": name, "topology.kubernetes.io/zone": zone}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {**own, **labels}, "annotations": {"kwok.x-k8s.io/node": "fake"}},
        "spec": {"taints": taints},
        "status": {"allocatable": size, "capacity": size},
    }


def volumes(storage_class: str) -> list[dict[str, Any]]:
    """Return volumes for the claims, because nothing here makes any."""
    return [
        {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": f"volume-{number}"},
            "spec": {
                "capacity": {"storage": "200Gi"},
                "accessModes": ["ReadWriteOnce"],
                "storageClassName": storage_class,
                "hostPath": {"path": f"/volumes/{number}"},
            },
        }
        for number in range(2)
    ]


@pytest.mark.parametrize(("stack", "storage_class"), [("dev", ""), ("prod", "gp3")])
def test_what_is_rendered_is_accepted_and_becomes_ready(stack: str, storage_class: str, cluster: Cluster) -> None:
    applied(cluster, "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": volumes(storage_class)}))
    applied(cluster, "-f", "-", text=rendered(stack))
    for kind, condition in (
        ("deployment", "condition=Available"),
        ("statefulset", "jsonpath={.status.readyReplicas}=1"),
        ("daemonset", "jsonpath={.status.numberReady}=2"),
    ):
        waited = cluster.kubectl("wait", kind, "--all", "-A", f"--for={condition}", "--timeout=180s")
        assert waited.returncode == 0, waited.stderr + cluster.kubectl("get", "pods,events", "-A").stdout
    pods = [(one["metadata"]["labels"], one["spec"]["nodeName"]) for one in cluster.objects("pods", "-n", "models")]
    placed = {(labels["slipway.dev/model"], node.partition("-")[0]) for labels, node in pods}
    assert placed == {("llama", "gpu"), ("iris", "cpu"), ("sentiment", "cpu")}


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_applying_again_what_is_live_changes_nothing(stack: str, cluster: Cluster) -> None:
    """The server's own defaults are either rendered or left alone: a second apply finds no difference."""
    applied(cluster, "-f", "-", text=rendered(stack))
    again = cluster.kubectl("diff", "--server-side", "-f", "-", text=rendered(stack))
    assert (again.returncode, again.stdout) == (0, "")


def test_the_genuine_provider_deploys_to_a_cluster(deployment: Deployment, cluster: Cluster, tmp_path: Path) -> None:
    if shutil.which("pulumi-resource-kubernetes") is None:
        pytest.skip("the Kubernetes provider plugin is in no registry of packages; it is used where it is on PATH")
    (tmp_path / "plugins" / "pulumi-resource-kubernetes").unlink()
    settings = deployment.project / "Pulumi.dev.yaml"
    named = f"  slipway:cluster: {{context: test, kubeconfig: {cluster.kubeconfig}}}\n  slipway:domain"
    settings.write_text(settings.read_text().replace("  slipway:domain", named))
    applied(cluster, "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": volumes("")}))
    deployment.init("dev")
    ran = deployment.pulumi("up", "--yes", "--stack", "dev")
    assert ran.code == 0, ran.out
    (stack,) = project.built(deployment.project, ["dev"])
    models = {one.name for one in stack.components if one.kind == "models"}
    live = {one["metadata"]["name"]: one["status"] for one in cluster.objects("deployments", "-n", "models")}
    assert {name for name, status in live.items() if status.get("readyReplicas") == 1} == models
