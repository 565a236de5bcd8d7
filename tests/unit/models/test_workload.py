from __future__ import annotations

from typing import Any

import pytest

from models.workload import Deployment
from tests.stack import refusals, spec

JOB = {"kind": "job", "command": ["run"]}
NOBODY = "a job serves no requests"

REFUSED: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "replicas": (
        {"scaling": {"replicas": 2}},
        ("scaling", NOBODY, "set workload.parallelism and workload.completions"),
    ),
    "a route": ({"route": {}}, ("route", NOBODY, "remove it; nothing can call a batch")),
    "callers": ({"clients": ["shop"]}, ("clients", NOBODY, "remove it; nothing can call a batch")),
    "the life of a server": (
        {"lifecycle": {"preStopSeconds": 5}},
        ("lifecycle", NOBODY, "set workload.deadlineSeconds and workload.graceSeconds"),
    ),
    "probes": (
        {"probes": {}},
        ("probes", NOBODY, "remove it; a batch has failed when its program ends with an error"),
    ),
    "a disruption budget": ({"availability": {}}, ("availability", NOBODY, "set workload.backoffLimit")),
    "a promise": (
        {"slo": {"p95Ms": 300}},
        ("slo", NOBODY, "remove it; watch kube_job_status_failed instead"),
    ),
    "more pods than work": (
        {"workload": {**JOB, "parallelism": 3, "completions": 2, "indexed": True}},
        (
            "workload.job.parallelism",
            "3 pods would run for 2 completions",
            "raise completions, or lower parallelism",
        ),
    ),
    "pods that do the same": (
        {"workload": {**JOB, "completions": 2}},
        (
            "workload.job.completions",
            "every pod would do the same work, because none knows its number",
            "add indexed: true, and choose the input by JOB_COMPLETION_INDEX",
        ),
    ),
    "a volume of one node for several pods": (
        {
            "workload": {**JOB, "parallelism": 2, "completions": 2, "indexed": True},
            "cache": {"size": "1Gi"},
        },
        (
            "cache.access",
            "one node can mount it, and replicas spread over several",
            "use ReadWriteMany, or one replica",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_for_a_batch_is_refused(case: str) -> None:
    changes, expected = REFUSED[case]
    assert refusals(**{"workload": JOB, **changes}) == [expected]


def test_a_batch_may_have_what_it_can_use() -> None:
    assert refusals(workload=JOB, clients=[], cache={"size": "1Gi"}, env={"A": "b"}, placement={"spot": True}) == []


@pytest.mark.parametrize("workload", ["deployment", {"kind": "deployment"}, {}])
def test_a_deployment_needs_no_words(workload: str | dict[str, str]) -> None:
    assert spec(workload=workload).workload == spec().workload == Deployment()


@pytest.mark.parametrize("path", ["/models", "/tmp/state", "/dev/shm", "/etc/slipway"])  # noqa: S108 - paths in a pod
def test_state_hides_no_folder_of_the_pod(path: str) -> None:
    workload = {"kind": "statefulSet", "state": {"size": "1Gi", "path": path}}
    assert refusals(workload=workload) == [
        ("workload.statefulSet.state.path", f"{path} is taken", "choose a folder of its own, such as /state")
    ]
