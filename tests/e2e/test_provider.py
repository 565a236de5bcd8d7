"""The genuine Pulumi provider deploys a stack to a real API server."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from infra import project
from tests.e2e import nodes
from tests.e2e.apply import present, volumes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cluster import Cluster
    from tests.e2e.engine import Deployment

pytestmark = [
    pytest.mark.xdist_group("cluster"),
    pytest.mark.skipif(
        shutil.which("pulumi-resource-kubernetes") is None,
        reason="the Kubernetes provider plugin is in no registry of packages; it is used where it is on PATH",
    ),
]


def test_the_genuine_provider_deploys_to_a_cluster(deployment: Deployment, cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "plugins" / "pulumi-resource-kubernetes").unlink()
    settings = deployment.project / "Pulumi.dev.yaml"
    named = f"  slipway:cluster: {{context: test, kubeconfig: {cluster.kubeconfig}}}\n  slipway:domain"
    settings.write_text(settings.read_text().replace("  slipway:domain", named))
    (stack,) = project.built(deployment.project, ["dev"])
    claiming = volumes(one for component in stack.components for one in component.manifests)
    deployment.init("dev")
    with present(cluster, [*nodes.fleet("generic")[: stack.settings.settings.max_nodes], *claiming]):
        ran = deployment.pulumi("up", "--yes", "--stack", "dev")
        assert ran.code == 0, ran.out
        live = {one["metadata"]["name"]: one["status"] for one in cluster.objects("deployments", "-n", "models")}
        assert {name for name, status in live.items() if status.get("readyReplicas") == 1} == set(stack.specs)
        assert deployment.pulumi("destroy", "--yes", "--stack", "dev").code == 0
