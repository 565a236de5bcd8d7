from __future__ import annotations

import pytest

from infra.provenance import field_of
from infra.serving import SOURCES
from infra.serving.pods import POD

PLACES = {
    "/containers/0/resources/limits/memory": "compute.limits.memory",
    "/containers/0/resources/limits/nvidia.com~1gpu": "compute.gpu",
    "/containers/0/livenessProbe/periodSeconds": "probes.liveness",
    "/initContainers/0/image": "artifact",
    "/initContainers/2/image": "sidecars.1",
    "/tolerations/0": "compute.gpu",
    "/affinity": "placement.affinity",
    "/volumes/0": "artifact.size",
}


@pytest.mark.parametrize("kind", POD)
def test_a_finding_in_any_workload_points_at_the_spec(kind: str) -> None:
    assert {place: field_of(kind, f"{POD[kind]}{place}", SOURCES) for place in PLACES} == PLACES
    assert field_of(kind, "/metadata/labels/x", SOURCES) == "owner"


def test_the_options_of_a_batch_are_found_in_both_kinds() -> None:
    assert field_of("Job", "/spec/backoffLimit", SOURCES) == "workload.backoffLimit"
    assert field_of("CronJob", "/spec/jobTemplate/spec/backoffLimit", SOURCES) == "workload.backoffLimit"
    assert field_of("CronJob", "/spec/timeZone", SOURCES) == "workload.timeZone"
