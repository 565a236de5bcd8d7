from __future__ import annotations

import pytest

from tests import stack

WHAT = "a secret's value is written here"
WAY_OUT = "refer to it in artifact.token or artifact.store.credentials"


@pytest.mark.parametrize("name", ["HF_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_no_secret_is_written_for_the_downloader(name: str) -> None:
    found = stack.refusals(artifact={"download": {"env": {name: "x"}}})
    assert found == [(f"artifact.download.env.{name}", WHAT, WAY_OUT)]


def test_what_is_mounted_is_not_downloaded() -> None:
    found = stack.refusals(artifact={"uri": "image:///m.onnx", "sha256": None, "download": {"cpu": 2}})
    assert found == [("artifact.download", "image artifacts are not downloaded", "remove download")]


def test_what_the_downloader_gets_is_what_the_spec_says() -> None:
    download = {"cpu": 1, "memory": "20Gi", "timeoutSeconds": 900, "env": {"SSL_CERT_FILE": "/models/ca.pem"}}
    (fetch,) = stack.pod({"artifact": {"download": download}})["initContainers"]
    size = {"cpu": "1", "memory": "20Gi", "ephemeral-storage": "404Mi"}
    assert fetch["resources"] == {"requests": size, "limits": size}
    assert fetch["env"] == [{"name": "SSL_CERT_FILE", "value": "/models/ca.pem"}]
    assert fetch["args"][-1] == "--timeout-seconds=900"


def test_a_rollout_waits_for_as_long_as_a_download_may_take() -> None:
    (usual,) = stack.of_kind("Deployment")
    (slow,) = stack.of_kind("Deployment", {"artifact": {"download": {"timeoutSeconds": 7200}}})
    waits = [one["spec"]["progressDeadlineSeconds"] for one in (usual, slow)]
    assert waits[1] - waits[0] == 7200 - 180
