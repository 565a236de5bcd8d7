"""Each cloud's protocol against a stand-in on loopback: what is asked, and with whose credentials."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.fetch.address import Address
from app.fetch.clock import Clock
from app.fetch.errors import FetchError, UsageError
from app.fetch.run import run
from app.tests.archives import tar, zipped
from app.tests.store import Store, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = b"weights" * 1000
SHA = hashlib.sha256(CONTENT).hexdigest()
COMMIT = "0e9e39f249a16976918f6564b8830bc894c89659"


@pytest.fixture
def remote() -> Iterator[Store]:
    with store() as found:
        yield found


def _fetch(uri: str, to: Path, **pins: Any) -> None:  # noqa: ANN401
    run(Address(uri, **pins), to, Clock(60, sleep=lambda _: None))


@pytest.fixture
def aws(remote: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", remote.url)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    return monkeypatch


def test_s3_signs_with_the_pod_s_credentials_and_resumes(
    remote: Store, tmp_path: Path, aws: pytest.MonkeyPatch
) -> None:
    aws.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    aws.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    remote.objects["/acme/iris/1.2.0/iris.onnx"] = CONTENT
    remote.faults = ["", "cut:3000"]
    _fetch("s3://acme/iris/1.2.0/iris.onnx", tmp_path / "iris.onnx", sha256=SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT
    (head, _, head_headers), *gets = remote.asked
    assert head == "HEAD"
    assert "Credential=AKIDEXAMPLE/" in head_headers["authorization"]
    queries = [parse_qs(urlsplit(path).query) for _, path, _ in gets]
    assert [query["X-Amz-Credential"][0].split("/")[0] for query in queries] == ["AKIDEXAMPLE"] * 2
    assert [headers.get("range") for _, _, headers in gets] == [None, "bytes=3000-"]


def test_s3_without_credentials_asks_as_anyone(remote: Store, tmp_path: Path, aws: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"):
        aws.delenv(name, raising=False)
    remote.objects["/public/iris.onnx"] = CONTENT
    _fetch("s3://public/iris.onnx", tmp_path / "iris.onnx", sha256=SHA)
    assert [urlsplit(path).query for _, path, _ in remote.asked] == ["", ""]


@pytest.mark.usefixtures("aws")
def test_s3_says_what_is_not_there_and_has_no_use_for_a_token(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="s3://acme/none: status 404"):
        _fetch("s3://acme/none", tmp_path / "iris.onnx")
    with pytest.raises(UsageError, match="FETCH_TOKEN is not used"):
        _fetch("s3://acme/none", tmp_path / "iris.onnx", token="t0ken")  # noqa: S106 - not a secret


def test_gs_uses_the_metadata_server_s_token(remote: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", remote.url)
    monkeypatch.setenv("GCE_METADATA_HOST", remote.url.removeprefix("http://"))
    token = "/computeMetadata/v1/instance/service-accounts/default/token"  # noqa: S105 - a path
    remote.put_json(token, {"access_token": "pod"})
    remote.objects["/storage/v1/b/acme/o/iris%2F1%2Firis.onnx"] = CONTENT
    remote.faults = ["", "503"]
    _fetch("gs://acme/iris/1/iris.onnx", tmp_path / "iris.onnx", sha256=SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT
    assert [headers.get("metadata-flavor") for _, _, headers in remote.asked] == ["Google", None] * 2
    assert remote.asked[-1][1].endswith("?alt=media")
    assert remote.asked[-1][2]["authorization"] == "Bearer pod"


def test_az_exchanges_the_service_account_s_token(
    remote: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("federated")
    monkeypatch.setenv("FETCH_AZURE_ENDPOINT", remote.url)
    monkeypatch.setenv("AZURE_AUTHORITY_HOST", remote.url)
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AZURE_CLIENT_ID", "client")
    monkeypatch.setenv("AZURE_TENANT_ID", "tenant")
    remote.put_json("/tenant/oauth2/v2.0/token", {"access_token": "pod"})
    remote.objects["/models/iris.onnx"] = CONTENT
    _fetch("az://acme/models/iris.onnx", tmp_path / "iris.onnx", sha256=SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT
    assert [(method, path) for method, path, _ in remote.asked] == [
        ("POST", "/tenant/oauth2/v2.0/token"),
        ("GET", "/models/iris.onnx"),
    ]
    assert remote.asked[1][2]["authorization"] == "Bearer pod"
    assert remote.asked[1][2]["x-ms-version"] == "2021-08-06"


@pytest.fixture
def hub(remote: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A repository of two pages of files, its weights redirected to where they are."""
    monkeypatch.setenv("HF_ENDPOINT", remote.url)
    tree = f"/api/models/acme/llm/tree/{COMMIT}"
    weights = {"type": "file", "path": "model.safetensors", "size": len(CONTENT), "lfs": {"oid": SHA}}
    pickled = {"type": "file", "path": "original/model.pth", "size": 5}
    config = {"type": "file", "path": "sub/config.json", "size": 2}
    remote.put_json(f"/api/models/acme/llm/revision/{COMMIT}", {"sha": COMMIT})
    remote.put_json("/api/models/acme/llm/revision/main", {"sha": COMMIT})
    remote.put_json(f"{tree}?recursive=true", [{"type": "directory", "path": "sub"}, weights, pickled])
    remote.put_json(f"{tree}?recursive=true&cursor=2", [config])
    remote.links[f"{tree}?recursive=true"] = f'<{remote.url}{tree}?recursive=true&cursor=2>; rel="next"'
    remote.redirects[f"/acme/llm/resolve/{COMMIT}/model.safetensors"] = f"{remote.url}/cdn/weights"
    remote.objects["/cdn/weights"] = CONTENT
    remote.objects[f"/acme/llm/resolve/{COMMIT}/sub/config.json"] = b"{}"
    return remote


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_hf_brings_a_repository_at_a_commit_once(hub: Store, tmp_path: Path) -> None:
    for _ in range(2):
        _fetch("hf://acme/llm", tmp_path / "llm", revision=COMMIT, token="t0ken")  # noqa: S106 - not a secret
    assert _contents(tmp_path / "llm") == {"model.safetensors": CONTENT, "sub/config.json": b"{}"}
    assert [path for _, path, _ in hub.asked if path == "/cdn/weights"] == ["/cdn/weights"]
    assert hub.asked[0][2]["authorization"] == "Bearer t0ken"


def test_hf_replaces_a_folder_as_a_whole(hub: Store, tmp_path: Path) -> None:
    (tmp_path / "llm").mkdir()
    (tmp_path / "llm/stale.safetensors").write_bytes(b"")
    _fetch("hf://acme/llm", tmp_path / "llm")
    assert _contents(tmp_path / "llm") == {"model.safetensors": CONTENT, "sub/config.json": b"{}"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".llm.fetched", ".llm.lock", "llm"]
    assert hub.faults == []


def test_hf_goes_on_with_the_files_that_are_missing(hub: Store, tmp_path: Path) -> None:
    config = hub.objects.pop(f"/acme/llm/resolve/{COMMIT}/sub/config.json")
    with pytest.raises(FetchError, match="status 404"):
        _fetch("hf://acme/llm", tmp_path / "llm", revision=COMMIT)
    assert not (tmp_path / "llm").exists()
    hub.objects[f"/acme/llm/resolve/{COMMIT}/sub/config.json"] = config
    _fetch("hf://acme/llm", tmp_path / "llm", revision=COMMIT)
    assert len([path for _, path, _ in hub.asked if path == "/cdn/weights"]) == 1


def test_hf_refuses_weights_that_are_not_what_the_hub_says(hub: Store, tmp_path: Path) -> None:
    hub.objects["/cdn/weights"] = b"other"
    with pytest.raises(FetchError, match="the source holds another file"):
        _fetch("hf://acme/llm", tmp_path / "llm", revision=COMMIT)
    assert not (tmp_path / "llm").exists()


def test_hf_refuses_files_outside_of_the_repository(hub: Store, tmp_path: Path) -> None:
    hub.put_json(
        f"/api/models/acme/llm/tree/{COMMIT}?recursive=true&cursor=2",
        [{"type": "file", "path": "../../etc/passwd", "size": 2}],
    )
    with pytest.raises(FetchError, match="would lie outside of it"):
        _fetch("hf://acme/llm", tmp_path / "llm", revision=COMMIT)


@pytest.mark.parametrize("packed", [tar(("a", b"a"), ("b/c", b"a")), zipped("a", "b/c")], ids=["tar", "zip"])
def test_archives_are_unpacked_into_the_folder(remote: Store, tmp_path: Path, packed: bytes) -> None:
    remote.objects["/model.tar.gz"] = packed
    for _ in range(2):
        pin = hashlib.sha256(packed).hexdigest()
        _fetch(f"{remote.url}/model.tar.gz", tmp_path / "model", sha256=pin, unpack=True)
    assert _contents(tmp_path / "model") == {"a": b"a", "b/c": b"a"}
    assert len(remote.asked) == 1


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (tar(("../a", b"a")), "would lie outside of its folder"),
        (tar(("/a", b"a")), "would lie outside of its folder"),
        (tar(("a", None)), "holds links or devices"),
        (zipped("../a"), "would lie outside of its folder"),
        (tar(("a", b"a" * 10_000))[:60], "can't be unpacked"),
        (b"nonsense", "can't be unpacked"),
    ],
    ids=["above", "absolute", "link", "zip above", "cut", "nonsense"],
)
def test_archives_that_would_do_harm_are_refused(remote: Store, tmp_path: Path, packed: bytes, words: str) -> None:
    remote.objects["/model.tar.gz"] = packed
    with pytest.raises(FetchError, match=words):
        _fetch(f"{remote.url}/model.tar.gz", tmp_path / "in/model", unpack=True)
    assert not (tmp_path / "in/model").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_tar_that_ends_with_a_zip_is_a_tar(remote: Store, tmp_path: Path) -> None:
    remote.objects["/model.tar"] = tar(("./a", b"a"), ("m.skops", zipped("schema.json")), mode="w")
    _fetch(f"{remote.url}/model.tar", tmp_path / "model", unpack=True)
    assert _contents(tmp_path / "model") == {"a": b"a", "m.skops": zipped("schema.json")}
