"""Registries of OCI artifacts: who is let in, what an artifact may hold, and that every byte is verified."""

from __future__ import annotations

import base64
import hashlib
import json
import platform
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.fetch.address import Address
from app.fetch.clock import Clock
from app.fetch.errors import FetchError, UsageError
from app.fetch.run import run
from app.tests.archives import tar
from app.tests.store import Store, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODEL = b"weights" * 1000
TITLE = "org.opencontainers.image.title"
FILE = "application/vnd.oci.image.layer.v1.file"
PACKED = "application/vnd.oci.image.layer.v1.tar+gzip"
Layer = tuple[str, bytes, dict[str, str]]


@pytest.fixture
def registry() -> Iterator[Store]:
    with store() as found:
        yield found


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _push_manifest(registry: Store, manifest: dict[str, Any], tag: str = "1.2") -> str:
    content = json.dumps(manifest).encode()
    for reference in (tag, _digest(content)):
        registry.objects[f"/v2/acme/iris/manifests/{reference}"] = content
    return _digest(content)


def _push(registry: Store, *layers: Layer, tag: str = "1.2") -> str:
    """Push an artifact and return its digest."""
    described = []
    for media_type, content, notes in layers:
        registry.objects[f"/v2/acme/iris/blobs/{_digest(content)}"] = content
        layer = {"mediaType": media_type, "digest": _digest(content), "size": len(content), "annotations": notes}
        described.append(layer)
    return _push_manifest(registry, {"schemaVersion": 2, "layers": described}, tag)


def _fetch(registry: Store, reference: str, to: Path, token: str | None = None, sha256: str | None = None) -> None:
    uri = f"oci://{registry.url.removeprefix('http://')}/acme/iris{reference}"
    run(Address(uri, sha256, token=token), to, Clock(60, sleep=lambda _: None))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _blobs_asked(registry: Store) -> list[str]:
    return [path.rsplit("/", 1)[-1] for _, path, _ in registry.asked if "/blobs/" in path]


def test_a_file_is_brought_under_its_title_and_resumed(registry: Store, tmp_path: Path) -> None:
    _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    registry.faults = ["503", "", "cut:3000"]
    _fetch(registry, ":1.2", tmp_path / "iris")
    assert _contents(tmp_path / "iris") == {"iris.onnx": MODEL}
    assert registry.ranges_asked() == [None, None, None, "bytes=3000-"]
    assert "application/vnd.oci.image.manifest.v1+json" in registry.asked[0][2]["accept"]


def test_archives_are_unpacked_over_each_other_beside_the_files(registry: Store, tmp_path: Path) -> None:
    _push(
        registry,
        (PACKED, tar(("models/a", b"old"), ("models/b", b"b")), {}),
        (FILE, MODEL, {"org.cncf.model.filepath": "models/iris.onnx"}),
        ("application/vnd.docker.image.rootfs.diff.tar.gzip", tar(("models/a", b"new")), {}),
        ("application/vnd.cncf.model.weight.v1.tar", tar(("c", b"c"), mode="w"), {}),
        ("application/octet-stream", tar(("d/e", b"e")), {TITLE: "d", "io.deis.oras.content.unpack": "true"}),
    )
    _fetch(registry, ":1.2", tmp_path / "iris")
    assert _contents(tmp_path / "iris") == {
        "models/a": b"new",
        "models/b": b"b",
        "models/iris.onnx": MODEL,
        "c": b"c",
        "d/e": b"e",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == [".iris.fetched", ".iris.lock", "iris"]


def test_a_digest_pins_in_the_address_or_beside_it(registry: Store, tmp_path: Path) -> None:
    digest = _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    for _ in range(2):
        _fetch(registry, f":1.2@{digest}", tmp_path / "a")
        _fetch(registry, ":1.2", tmp_path / "b", sha256=digest.removeprefix("sha256:"))
    assert _blobs_asked(registry) == [_digest(MODEL)] * 2
    assert {path for _, path, _ in registry.asked if "/manifests/" in path} == {f"/v2/acme/iris/manifests/{digest}"}


def test_a_tag_that_moved_is_brought_again_and_what_is_the_same_is_not_kept_wrongly(
    registry: Store, tmp_path: Path
) -> None:
    for content in (b"old", b"new"):
        _push(registry, (FILE, content, {TITLE: "iris.onnx"}))
        _fetch(registry, ":1.2", tmp_path / "iris")
        assert _contents(tmp_path / "iris") == {"iris.onnx": content}


def test_a_manifest_that_is_not_what_its_digest_says_is_refused(registry: Store, tmp_path: Path) -> None:
    digest = _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    registry.objects[f"/v2/acme/iris/manifests/{digest}"] += b" "
    with pytest.raises(FetchError, match="the manifest's SHA-256 is"):
        _fetch(registry, f"@{digest}", tmp_path / "iris")


@pytest.mark.parametrize("layer", [(FILE, MODEL, {TITLE: "m"}), (PACKED, tar(("a", b"a")), {})], ids=["file", "packed"])
def test_a_layer_that_is_not_what_its_digest_says_is_refused(registry: Store, tmp_path: Path, layer: Layer) -> None:
    _push(registry, layer)
    registry.objects[f"/v2/acme/iris/blobs/{_digest(layer[1])}"] = layer[1][::-1]
    with pytest.raises(FetchError, match="the source holds another file"):
        _fetch(registry, ":1.2", tmp_path / "iris")
    assert not (tmp_path / "iris").exists()


def test_an_index_gives_the_manifest_for_this_machine(registry: Store, tmp_path: Path) -> None:
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    digests = {
        name: _push(registry, (FILE, name.encode(), {TITLE: "m"}), tag=name) for name in (machine, "riscv64", "none")
    }
    described = [
        {"digest": digest, "platform": {"os": "linux", "architecture": name}} for name, digest in digests.items()
    ]
    _push_manifest(registry, {"manifests": described})
    _fetch(registry, ":1.2", tmp_path / "iris")
    assert _contents(tmp_path / "iris") == {"m": machine.encode()}
    _push_manifest(registry, {"manifests": described[1:]})
    with pytest.raises(FetchError, match="an index of 2 manifests, and not one alone is for"):
        _fetch(registry, ":1.2", tmp_path / "iris")


SERVICE = "/token"


def _lock(registry: Store, credentials: str = "") -> None:
    """Ask for a token, and for credentials where the token is given out."""
    challenge = f'Bearer realm="{registry.url}{SERVICE}",service="acme registry",scope="repository:acme/iris:pull"'
    registry.locks["/v2/"] = ("Bearer short", challenge)
    if credentials:
        registry.locks[SERVICE] = (credentials, "Basic")
    registry.put_json(SERVICE, {"token": "short"})


def _basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def test_anyone_is_let_in_with_the_token_that_the_registry_s_service_gives(registry: Store, tmp_path: Path) -> None:
    _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    _lock(registry)
    _fetch(registry, ":1.2", tmp_path / "iris")
    assert _contents(tmp_path / "iris") == {"iris.onnx": MODEL}
    asked = next(urlsplit(path) for _, path, _ in registry.asked if path.startswith(SERVICE))
    assert parse_qs(asked.query) == {"scope": ["repository:acme/iris:pull"], "service": ["acme registry"]}


def _docker(host: str) -> str:
    return json.dumps({"auths": {f"https://{host}/v1/": {"username": "ada", "password": "pw"}, "other": {"auth": "x"}}})


@pytest.mark.parametrize("kind", ["user", "docker"])
def test_credentials_are_exchanged_for_a_token(registry: Store, tmp_path: Path, kind: str) -> None:
    _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    _lock(registry, _basic("ada:pw"))
    token = "ada:pw" if kind == "user" else _docker(registry.url.removeprefix("http://"))
    _fetch(registry, ":1.2", tmp_path / "iris", token)
    assert _contents(tmp_path / "iris") == {"iris.onnx": MODEL}


@pytest.mark.parametrize(
    ("token", "key", "challenge"),
    [
        ("ada:pw", _basic("ada:pw"), 'Basic realm="registry"'),
        ("short", "Bearer short", 'Bearer realm="https://x.invalid"'),
    ],
    ids=["basic", "token"],
)
def test_registries_without_a_token_service_get_the_credentials_themselves(
    registry: Store, tmp_path: Path, token: str, key: str, challenge: str
) -> None:
    _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    registry.locks["/v2/"] = (key, challenge)
    _fetch(registry, ":1.2", tmp_path / "iris", token)
    assert _contents(tmp_path / "iris") == {"iris.onnx": MODEL}


def test_a_layer_elsewhere_is_brought_without_the_registry_s_token(registry: Store, tmp_path: Path) -> None:
    _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    _lock(registry)
    with store() as other:
        other.objects["/signed"] = MODEL
        registry.redirects[f"/v2/acme/iris/blobs/{_digest(MODEL)}"] = f"{other.url}/signed?secret=1"
        _fetch(registry, ":1.2", tmp_path / "iris")
        assert "authorization" not in other.asked[0][2]


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (None, "status 401: the pod's identity or FETCH_TOKEN may not read it"),
        ("ada:wrong", "status 401"),
        ('{"auths": {"other": {"auth": "x"}}}', "a docker config file without credentials for 127.0.0.1"),
        ("{", "a docker config file without credentials for 127.0.0.1"),
    ],
)
def test_who_is_not_let_in_is_told(registry: Store, tmp_path: Path, token: str | None, words: str) -> None:
    _push(registry, (FILE, MODEL, {TITLE: "iris.onnx"}))
    _lock(registry, _basic("ada:pw"))
    with pytest.raises(FetchError, match=words) as caught:
        _fetch(registry, ":1.2", tmp_path / "iris", token)
    assert "wrong" not in str(caught.value)
    assert len(registry.asked) <= 2


def test_credentials_never_go_to_a_token_service_that_is_not_encrypted(registry: Store, tmp_path: Path) -> None:
    registry.locks["/v2/"] = ("Bearer short", 'Bearer realm="http://auth.example.invalid/token"')
    with pytest.raises(FetchError, match="a token service that is not encrypted"):
        _fetch(registry, ":1.2", tmp_path / "iris", "ada:pw")


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([], "has no layers"),
        ([(FILE, b"a", {TITLE: "a"}), (FILE, b"b", {TITLE: "a"})], "two with the same title"),
        ([(FILE, b"a", {})], "is a file and has no org.opencontainers.image.title"),
        ([(FILE, b"a", {TITLE: "../a"})], "has the title '../a', which would lie outside of it"),
        ([("application/vnd.oci.image.layer.v1.tar+zstd", b"a", {})], r"not read here: pack it as tar or tar\+gzip"),
        ([(PACKED, tar(("../a", b"a")), {})], "would lie outside of its folder"),
        ([(PACKED, tar(("a", None)), {})], "holds links or devices"),
        ([(PACKED, tar(("a", b"a")), {}), (PACKED, tar((".wh.a", b"")), {})], "a layer removes a of another"),
        ([(PACKED, b"nonsense", {})], "can't be unpacked"),
    ],
)
def test_artifacts_that_can_t_be_brought(registry: Store, tmp_path: Path, layers: list[Layer], words: str) -> None:
    _push(registry, *layers)
    with pytest.raises(FetchError, match=words):
        _fetch(registry, ":1.2", tmp_path / "in/iris")
    assert not (tmp_path / "in/iris").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_digest_of_another_kind_is_refused(registry: Store, tmp_path: Path) -> None:
    layer = {"mediaType": FILE, "digest": "sha512:ab", "size": 1, "annotations": {TITLE: "a"}}
    _push_manifest(registry, {"layers": [layer]})
    with pytest.raises(FetchError, match="sha512:ab; only sha256 is known"):
        _fetch(registry, ":1.2", tmp_path / "iris")


@pytest.mark.parametrize(
    ("reference", "sha256", "words"),
    [
        ("", None, "oci: write oci://<registry>/<repository>:<tag>"),
        (":1.2@sha256:ab", None, "oci: write oci://<registry>/<repository>:<tag>"),
        ("/UPPER:1", None, "oci: write oci://<registry>/<repository>:<tag>"),
        (f"@sha256:{'0' * 64}", "1" * 64, "--sha256 differs from the digest in the address"),
    ],
)
def test_references_that_can_t_be_used(
    registry: Store, tmp_path: Path, reference: str, sha256: str | None, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        _fetch(registry, reference, tmp_path / "iris", sha256=sha256)
    assert registry.asked == []
