"""Every rendered stack on a real control plane: accepted to the letter, ready on the right nodes, and free of drift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from infra import labels, project
from tests.e2e import crds, nodes, workloads
from tests.e2e.apply import as_list, present, state, tried, volumes
from tests.e2e.drift import Schemas, drift
from tests.e2e.workloads import Spread
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Manifest
    from infra.project import BuiltStack
    from infra.settings import Settings
    from models.spec import ModelSpec
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
STACKS = sorted(folder.name for folder in (REPOSITORY / "rendered").iterdir() if folder.is_dir())


@pytest.fixture(scope="module", params=STACKS)
def stack(request: pytest.FixtureRequest) -> BuiltStack:
    (found,) = project.built(REPOSITORY, [request.param])
    return found


@pytest.fixture(scope="module")
def rendered(stack: BuiltStack) -> list[Manifest]:
    files = sorted((REPOSITORY / "rendered" / stack.settings.settings.stack).glob("*/*.yaml"))
    return [one for file in files for one in yaml.safe_load_all(file.read_text())]


@pytest.fixture(scope="module")
def ground(cluster: Cluster, stack: BuiltStack, rendered: list[Manifest]) -> Iterator[None]:
    """What a stack stands on: its cloud's nodes, volumes for its claims, and its namespaces, still empty."""
    settings = stack.settings.settings
    fleet = nodes.fleet(settings.cloud)[: settings.max_nodes]
    namespaces = [one for one in rendered if one["kind"] == "Namespace"]
    with present(cluster, [*fleet, *volumes(rendered), *namespaces]):
        yield


@pytest.fixture(scope="module")
def live(cluster: Cluster, ground: None, rendered: list[Manifest]) -> Iterator[list[Manifest]]:  # noqa: ARG001 - order
    """The stack's objects, applied, with every workload ready."""
    objects = crds.judged(rendered)
    with present(cluster, objects):
        workloads.await_ready(cluster, objects)
        yield objects


@pytest.mark.usefixtures("ground")
def test_every_object_is_accepted_without_a_warning(cluster: Cluster, rendered: list[Manifest]) -> None:
    assert tried(cluster, crds.judged(rendered)).objections == ""
    if left_out := crds.unjudged(rendered):
        pytest.skip("; ".join(f"{kind} is not judged: {reason}" for kind, reason in left_out.items()))


@pytest.mark.usefixtures("live")
def test_every_model_runs_on_the_nodes_it_should_and_in_every_zone(cluster: Cluster, stack: BuiltStack) -> None:
    assert workloads.spreads(cluster, labels.MODEL) == {
        name: spread_of(loaded.spec, stack.settings.settings) for name, loaded in stack.specs.items()
    }


def spread_of(spec: ModelSpec, settings: Settings) -> Spread:
    """Return the kind of node that a model asks for, and its replicas in the emptier and in the fuller zone."""
    gpu = spec.compute.gpu
    kind = (gpu.model or "l4") if gpu else "cpu"  # the only GPUs of a stack whose nodes don't say which they have
    count = spec.scaling.capped(settings.max_replicas).fewest
    return Spread({kind}, [one for one in (count // 2, count - count // 2) if one])


@pytest.mark.usefixtures("live")
def test_device_plugins_run_on_every_nvidia_node_and_on_no_other(cluster: Cluster, rendered: list[Manifest]) -> None:
    plugins = [one for one in rendered if one["kind"] == "DaemonSet"]
    offering = {
        node["metadata"]["name"]
        for node in cluster.objects("nodes")
        if any(resource.startswith("nvidia.com/") for resource in node["status"]["capacity"])
    }
    for plugin in plugins:
        pods = cluster.objects("pods", "-n", plugin["metadata"]["namespace"])
        assert {pod["spec"]["nodeName"] for pod in pods} == offering


def test_applying_again_what_is_live_changes_nothing(cluster: Cluster, live: list[Manifest]) -> None:
    again = cluster.kubectl("diff", "--server-side", "--filename=-", text=as_list(live))
    assert (again.returncode, again.stdout) == (0, "")


def test_argo_cd_sees_no_drift_in_what_the_server_made_of_it(cluster: Cluster, live: list[Manifest]) -> None:
    schemas = Schemas(cluster)
    found = [line for one, other in zip(live, state(cluster, live), strict=True) for line in drift(one, other, schemas)]
    assert found == []
