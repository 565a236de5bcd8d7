from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from app.fetch.address import Address
from app.fetch.clock import Clock
from app.fetch.errors import FetchError
from app.fetch.run import run

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"weights" * 1000
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The claim `models`, mounted."""
    monkeypatch.setenv("FETCH_CLAIMS", str(tmp_path / "claims"))
    folder = tmp_path / "claims/models"
    (folder / "llm/sub").mkdir(parents=True)
    (folder / "iris.onnx").write_bytes(CONTENT)
    (folder / "llm/config.json").write_bytes(b"{}")
    (folder / "llm/sub/weights").symlink_to("../../iris.onnx")
    return folder


def _fetch(uri: str, to: Path, sha256: str | None = None) -> None:
    run(Address(uri, sha256), to, Clock(60, sleep=lambda _: None))


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_of_a_claim_is_copied_and_verified(claim: Path, tmp_path: Path) -> None:
    target = tmp_path / "to/iris.onnx"
    _fetch("pvc://models/iris.onnx", target, SHA)
    with pytest.raises(FetchError, match=f"{claim}/iris.onnx: SHA-256 is {SHA}, not {'0' * 64}"):
        _fetch("pvc://models/iris.onnx", target, "0" * 64)
    assert target.read_bytes() == CONTENT
    assert sorted(_contents(tmp_path / "to")) == [
        ".iris.onnx.begun",
        ".iris.onnx.fetched",
        ".iris.onnx.lock",
        "iris.onnx",
    ]


@pytest.mark.parametrize("uri", ["pvc://models/llm", "pvc://models/llm/"])
def test_a_folder_of_a_claim_is_copied_as_a_whole(claim: Path, tmp_path: Path, uri: str) -> None:
    _fetch(uri, tmp_path / "llm")
    (claim / "llm/config.json").unlink()
    _fetch(uri, tmp_path / "llm")
    assert _contents(tmp_path / "llm") == {"sub/weights": CONTENT}
    assert not (tmp_path / "llm/sub/weights").is_symlink()


def test_a_path_of_the_container_is_copied(claim: Path, tmp_path: Path) -> None:
    _fetch(f"file://{claim}/iris.onnx", tmp_path / "iris.onnx", SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT


def test_links_that_lead_out_of_the_claim_are_refused(claim: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret")
    (claim / "llm/token").symlink_to(tmp_path / "token")
    for uri in ("pvc://models/llm", f"file://{claim}/llm", "pvc://models/llm/token", "pvc://models/../../token"):
        with pytest.raises(FetchError, match="is a link that leads out of"):
            _fetch(uri, tmp_path / "to/llm")
    assert not (tmp_path / "to/llm").exists()


@pytest.mark.parametrize(
    ("path", "sha256", "words"),
    [
        ("none", None, "no such file or folder; mount the volume there"),
        ("llm", SHA, "is a folder, which has no checksum; name a file"),
        ("empty", None, "holds no files"),
    ],
)
def test_what_can_t_be_copied(claim: Path, tmp_path: Path, path: str, sha256: str | None, words: str) -> None:
    (claim / "empty").mkdir()
    with pytest.raises(FetchError, match=words):
        _fetch(f"pvc://models/{path}", tmp_path / "to", sha256)
