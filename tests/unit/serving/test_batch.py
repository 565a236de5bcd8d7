from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from infra.manifest import identity
from tests.stack import VLLM, component, of_kind

if TYPE_CHECKING:
    from infra.manifest import Manifest

LABELS = {
    "app.kubernetes.io/name": "iris",
    "app.kubernetes.io/version": "1.2.0",
    "app.kubernetes.io/managed-by": "slipway",
    "app.kubernetes.io/part-of": "slipway",
    "slipway.dev/model": "iris",
    "slipway.dev/owner": "data-science",
}
LEFT_ALONE = {"karpenter.sh/do-not-disrupt": "true", "cluster-autoscaler.kubernetes.io/safe-to-evict": "false"}
JOB: dict[str, Any] = {"kind": "job", "command": ["python", "-m", "predict"], "args": ["--input=s3://acme/in"]}
CRON: dict[str, Any] = {**JOB, "kind": "cronJob", "schedule": "0 3 * * *"}
IGNORE_LOST_PODS = {
    "rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}]
}


def without_pod(spec: Manifest) -> Manifest:
    return {**spec, "template": {**spec["template"], "spec": ...}}


def test_a_job_is_these_objects_and_nothing_that_serves() -> None:
    names = [str(identity(manifest)) for manifest in component({"workload": JOB}).manifests]
    (job,) = of_kind("Job", {"workload": JOB})
    assert re.fullmatch("iris-[0-9a-f]{10}", job["metadata"]["name"])
    assert names == [
        "NetworkPolicy models/iris",
        "ServiceAccount models/iris",
        "ConfigMap models/iris-config-529a139d06",
        f"Job models/{job['metadata']['name']}",
    ]


def test_a_job_runs_once() -> None:
    (job,) = of_kind("Job", {"workload": JOB})
    assert job["metadata"] == {"name": job["metadata"]["name"], "namespace": "models", "labels": LABELS}
    assert without_pod(job["spec"]) == {
        "parallelism": 1,
        "completions": 1,
        "completionMode": "NonIndexed",
        "backoffLimit": 3,
        "activeDeadlineSeconds": 86_400,
        "suspend": False,
        "podFailurePolicy": IGNORE_LOST_PODS,
        "podReplacementPolicy": "Failed",
        "template": {"metadata": {"labels": LABELS, "annotations": LEFT_ALONE}, "spec": ...},
    }


def test_a_job_of_many_pods_knows_their_numbers() -> None:
    options = {"parallelism": 4, "completions": 20, "indexed": True, "backoffLimit": 0, "ttlSeconds": 0}
    (job,) = of_kind("Job", {"workload": {**JOB, **options, "deadlineSeconds": 60}})
    assert without_pod(job["spec"]) == {
        "parallelism": 4,
        "completions": 20,
        "completionMode": "Indexed",
        "backoffLimit": 0,
        "activeDeadlineSeconds": 60,
        "ttlSecondsAfterFinished": 0,
        "suspend": False,
        "podFailurePolicy": IGNORE_LOST_PODS,
        "podReplacementPolicy": "Failed",
        "template": {"metadata": {"labels": LABELS, "annotations": LEFT_ALONE}, "spec": ...},
    }
    spread = job["spec"]["template"]["spec"]["topologySpreadConstraints"]
    assert [one["whenUnsatisfiable"] for one in spread] == ["ScheduleAnyway", "ScheduleAnyway"]


def test_another_model_is_another_job() -> None:
    (before,), (after,) = of_kind("Job", {"workload": JOB}), of_kind("Job", {"workload": JOB, "env": {"A": "b"}})
    assert before["metadata"]["name"] != after["metadata"]["name"]


def test_a_cron_job_starts_jobs_by_the_clock() -> None:
    (job,) = of_kind("Job", {"workload": JOB})
    (cron,) = of_kind("CronJob", {"workload": CRON})
    assert cron["metadata"] == {"name": "iris", "namespace": "models", "labels": LABELS}
    assert cron["spec"] == {
        "schedule": "0 3 * * *",
        "timeZone": "Etc/UTC",
        "concurrencyPolicy": "Forbid",
        "startingDeadlineSeconds": 600,
        "suspend": False,
        "successfulJobsHistoryLimit": 3,
        "failedJobsHistoryLimit": 3,
        "jobTemplate": {"metadata": {"labels": LABELS}, "spec": job["spec"]},
    }


def test_a_batch_runs_its_program_in_the_runtimes_image_and_listens_nowhere() -> None:
    (job,) = of_kind("Job", {**VLLM, "workload": {**JOB, "graceSeconds": 5}})
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert (pod["restartPolicy"], pod["terminationGracePeriodSeconds"]) == ("Never", 5)
    assert (container["name"], container["image"]) == ("batch", "docker.io/vllm/vllm-openai:v0.11.0")
    assert (container["command"], container["args"]) == (["python", "-m", "predict"], ["--input=s3://acme/in"])
    assert set(container) == {
        "name",
        "image",
        "command",
        "args",
        "env",
        "resources",
        "securityContext",
        "volumeMounts",
    }
    (policy,) = of_kind("NetworkPolicy", {"workload": JOB})
    assert (policy["spec"]["policyTypes"], policy["spec"]["ingress"]) == (["Ingress", "Egress"], [])
