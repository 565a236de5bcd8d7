"""Accelerators of every kind are found by the scheduler: whole, in parts, of another vendor, and by claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from infra import labels
from tests.e2e import claims, nodes, workloads
from tests.e2e.apply import present, volumes
from tests.e2e.tenant import built, settings
from tests.e2e.watch import until
from tests.e2e.workloads import Spread
from tests.stack import VLLM

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

pytestmark = pytest.mark.xdist_group("cluster")
SIZE = {"cpu": "6", "memory": "24Gi"}


def asking(**gpu: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return what a spec of two replicas says that asks for an accelerator."""
    return {**VLLM, "compute": {**SIZE, "gpu": gpu}, "scaling": {"replicas": 2}}


CHOICES: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "a model of GPU": ("eks", {"model": "h100"}, {"h100"}),
    "another model of GPU": ("eks", {"model": "l4"}, {"l4"}),
    "a partition": ("eks", {"model": "a100", "sharing": {"mig": "1g.5gb"}}, {"mig"}),
    "a partition of any GPU": ("generic", {"sharing": {"mig": "1g.5gb"}}, {"mig"}),
    "AMD": ("generic", {"vendor": "amd", "model": "mi300x"}, {"amd"}),
    "no GPU": ("generic", {}, {"cpu"}),
}


@pytest.mark.parametrize("case", CHOICES)
def test_a_model_gets_the_accelerator_it_asks_for(case: str, cluster: Cluster) -> None:
    cloud, gpu, kinds = CHOICES[case]
    tenant = case.lower().replace(" ", "-")
    changes = asking(**gpu) if gpu else {"scaling": {"replicas": 2}}
    objects = built(settings(tenant, cloud=cloud), **changes)
    with present(cluster, [*nodes.fleet(cloud), *objects]):
        workloads.await_ready(cluster, objects)
        assert workloads.spreads(cluster, labels.MODEL) == {"iris": Spread(kinds, [1, 1])}


def test_a_claim_is_allocated_a_gpu_of_the_model(cluster: Cluster) -> None:
    """The scheduler finds the device by what its driver says of it, not by a label of the node."""
    objects = built(settings("claimed", cloud="generic"), **asking(allocation="dra", model="h100"))
    fleet = nodes.fleet("generic", ["l4", "h100"], gpus=0)  # the device plugin doesn't run beside the driver
    with present(cluster, [*fleet, *claims.published(fleet), *objects]):
        workloads.await_ready(cluster, objects)
        assert workloads.spreads(cluster, labels.MODEL) == {"iris": Spread({"h100"}, [1, 1])}


def test_a_batch_ends(cluster: Cluster) -> None:
    work = {"kind": "job", "command": ["python", "-m", "score"], "parallelism": 2, "completions": 2, "indexed": True}
    objects = built(settings("batch"), workload=work)
    with present(cluster, [*nodes.fleet("eks", ["cpu"]), *objects]):
        until(cluster, "/apis/batch/v1/namespaces/batch/jobs", lambda jobs: [*map(succeeded, jobs)] == [2])


def succeeded(job: Manifest) -> int:
    status = job.get("status", {})
    done = any(one["type"] == "Complete" and one["status"] == "True" for one in status.get("conditions", []))
    return int(status["succeeded"]) if done else 0


def test_every_replica_of_a_stateful_model_has_a_volume(cluster: Cluster) -> None:
    work = {"kind": "statefulSet", "state": {"size": "10Gi"}}
    objects = built(settings("stateful"), workload=work, scaling={"replicas": 2})
    with present(cluster, [*nodes.fleet("eks", ["cpu"]), *volumes(objects), *objects]):
        workloads.await_ready(cluster, objects)
        bound = cluster.objects("persistentvolumeclaims", "-n", "stateful")
        assert [claim["status"]["phase"] for claim in bound] == ["Bound", "Bound"]
        assert workloads.spreads(cluster, labels.MODEL) == {"iris": Spread({"cpu"}, [1, 1])}
