"""``--include`` and ``--exclude``: only what is wanted is brought, and a pattern for nothing is an error."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from app.fetch.__main__ import main
from app.fetch.address import Address
from app.fetch.clock import Clock
from app.fetch.errors import FetchError, UsageError
from app.fetch.run import run
from app.tests.archives import tar
from app.tests.store import Store, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMIT = "c" * 40
FILES = ["README.md", "model.safetensors", "onnx/model.onnx", "onnx/model_fp16.onnx", "pytorch_model.bin"]
Choice = tuple[str, ...]
CASES: dict[str, tuple[Choice, Choice, list[str]]] = {
    "some": (("onnx/*", "*.md"), (), ["README.md", "onnx/model.onnx", "onnx/model_fp16.onnx"]),
    "less": (("onnx/*",), ("*_fp16.*",), ["onnx/model.onnx"]),
    "pickled ones": (("*.bin",), (), ["pytorch_model.bin"]),
    "all but": ((), ("onnx/*", "*.md", "*.bin"), ["model.safetensors"]),
}


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A hub and a registry with the same files; in the registry once as titled layers, once packed."""
    with store() as found:
        monkeypatch.setenv("HF_ENDPOINT", found.url)
        found.put_json("/api/models/acme/llm/revision/main", {"sha": COMMIT})
        entries = [{"type": "file", "path": path, "size": len(path)} for path in FILES]
        found.put_json(f"/api/models/acme/llm/tree/{COMMIT}?recursive=true", entries)
        for path in FILES:
            found.objects[f"/acme/llm/resolve/{COMMIT}/{path}"] = path.encode()
        title = "org.opencontainers.image.title"
        titled = [("application/octet-stream", path.encode(), {title: path}) for path in FILES]
        packed = [("application/x.tar+gzip", tar(*((path, path.encode()) for path in FILES[1:])), {}), titled[0]]
        _push(found, "titled", titled)
        _push(found, "packed", packed)
        yield found


def _push(remote: Store, tag: str, layers: list[tuple[str, bytes, dict[str, str]]]) -> None:
    described = []
    for media_type, content, notes in layers:
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        remote.objects[f"/v2/acme/llm/blobs/{digest}"] = content
        described.append({"mediaType": media_type, "digest": digest, "size": len(content), "annotations": notes})
    remote.put_json(f"/v2/acme/llm/manifests/{tag}", {"schemaVersion": 2, "layers": described})


def _uri(remote: Store, kind: str, folder: Path) -> str:
    if kind == "file":
        for path in FILES:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(path)
        return f"file://{folder}"
    return "hf://acme/llm" if kind == "hf" else f"oci://{remote.url.removeprefix('http://')}/acme/llm:{kind}"


def _fetch(uri: str, to: Path, include: Choice = (), exclude: Choice = ()) -> dict[str, str]:
    run(Address(uri, include=include, exclude=exclude), to, Clock(60, sleep=lambda _: None))
    return {path.relative_to(to).as_posix(): path.read_text() for path in to.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", ["hf", "titled", "packed", "file"])
@pytest.mark.parametrize("case", CASES)
def test_only_what_is_wanted_is_brought(remote: Store, tmp_path: Path, kind: str, case: str) -> None:
    include, exclude, wanted = CASES[case]
    uri = _uri(remote, kind, tmp_path / "source")
    assert _fetch(uri, tmp_path / "llm", include, exclude) == {path: path for path in wanted}


@pytest.mark.parametrize("kind", ["hf", "titled"])
def test_what_is_not_wanted_is_not_even_asked_for(remote: Store, tmp_path: Path, kind: str) -> None:
    _fetch(_uri(remote, kind, tmp_path), tmp_path / "llm", ("onnx/model.onnx",))
    assert len([path for _, path, _ in remote.asked if "/resolve/" in path or "/blobs/" in path]) == 1


@pytest.mark.parametrize("kind", ["hf", "titled", "packed", "file"])
def test_a_pattern_that_matches_nothing_is_named(remote: Store, tmp_path: Path, kind: str) -> None:
    uri = _uri(remote, kind, tmp_path / "source")
    with pytest.raises(FetchError, match=r"--include=\*\.gguf matches none of the artifact's 5 files"):
        _fetch(uri, tmp_path / "llm", ("*.md", "*.gguf"))
    with pytest.raises(FetchError, match=r"--exclude=\*\.gguf matches none of the artifact's 5 files"):
        _fetch(uri, tmp_path / "llm", (), ("*.gguf",))
    with pytest.raises(FetchError, match="--include and --exclude leave none of the artifact's files"):
        _fetch(uri, tmp_path / "llm", ("*.md",), ("README*",))
    assert not (tmp_path / "llm").exists()


def test_one_file_leaves_no_choice(tmp_path: Path) -> None:
    (tmp_path / "iris.onnx").write_bytes(b"")
    with pytest.raises(UsageError, match="is one file; --include and --exclude choose from a folder"):
        _fetch(f"file://{tmp_path}/iris.onnx", tmp_path / "to", ("*",))
    with pytest.raises(UsageError, match="is one file; --include and --exclude choose from hf, oci, pvc, file"):
        _fetch("s3://acme/iris.onnx", tmp_path / "to", (), ("*",))


def test_another_choice_is_another_artifact(remote: Store, tmp_path: Path) -> None:
    options = ["--uri=hf://acme/llm", f"--to={tmp_path / 'llm'}", f"--revision={COMMIT}", "--timeout-seconds=60"]
    remote.put_json(f"/api/models/acme/llm/revision/{COMMIT}", {"sha": COMMIT})
    assert main([*options, "--include=*.md"]) == 0
    assert main([*options, "--include=*.md"]) == 0
    assert main([*options, "--include=*.md", "--include=*.onnx", "--exclude=*fp16*"]) == 0
    brought = sorted(path.name for path in (tmp_path / "llm").rglob("*") if path.is_file())
    assert brought == ["README.md", "model.onnx"]
    assert json.loads((tmp_path / ".llm.fetched").read_text())["exclude"] == ["*fp16*"]
    assert len([path for _, path, _ in remote.asked if path.endswith("README.md")]) == 2
