from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from app.fetch.address import Address
from app.fetch.clock import Clock
from app.fetch.errors import FetchError, UsageError
from app.fetch.place import Place
from app.fetch.run import run
from app.tests.running import REPOSITORY
from app.tests.store import Store, store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = random.Random(7).randbytes(300_000)  # noqa: S311 - no secret
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def remote() -> Iterator[Store]:
    with store() as found:
        found.objects["/models/iris.onnx"] = CONTENT
        yield found


@dataclass
class Pauses:
    """A clock whose pauses take no time, and are noted."""

    seconds: list[float] = field(default_factory=list)

    def clock(self, seconds: float = 60) -> Clock:
        return Clock(seconds, sleep=self.seconds.append)


def _fetch(remote: Store, to: Path, clock: Clock | None = None, **pins: Any) -> None:  # noqa: ANN401
    run(Address(f"{remote.url}/models/iris.onnx", **pins), to, clock or Pauses().clock())


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


IN_PLACE = {"iris.onnx", ".iris.onnx.fetched", ".iris.onnx.lock"}


def test_a_file_is_brought_verified_and_put_in_place(remote: Store, tmp_path: Path) -> None:
    _fetch(remote, tmp_path / "models/iris.onnx", sha256=SHA)
    assert (tmp_path / "models/iris.onnx").read_bytes() == CONTENT
    assert _files(tmp_path / "models") == IN_PLACE


def test_the_same_pin_is_not_brought_again_and_another_is(remote: Store, tmp_path: Path) -> None:
    target = tmp_path / "iris.onnx"
    for _ in range(2):
        _fetch(remote, target, sha256=SHA)
    assert len(remote.asked) == 1
    remote.objects["/models/iris.onnx"] = b"new"
    _fetch(remote, target, sha256=hashlib.sha256(b"new").hexdigest())
    assert target.read_bytes() == b"new"
    assert _files(tmp_path) == IN_PLACE


def test_what_is_not_pinned_is_brought_each_time(remote: Store, tmp_path: Path) -> None:
    for _ in range(2):
        _fetch(remote, tmp_path / "iris.onnx")
    assert len(remote.asked) == 2


def test_a_file_that_was_changed_in_place_is_brought_again(remote: Store, tmp_path: Path) -> None:
    _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    (tmp_path / "iris.onnx").write_bytes(b"short")
    _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT


@pytest.mark.parametrize("pin", [SHA, None])
def test_cut_connections_are_resumed_where_they_stopped(remote: Store, tmp_path: Path, pin: str | None) -> None:
    remote.faults = ["cut:100000", "503", "cut:50000"]
    pauses = Pauses()
    _fetch(remote, tmp_path / "iris.onnx", pauses.clock(), sha256=pin)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT
    assert remote.ranges_asked() == [None, "bytes=100000-", "bytes=100000-", "bytes=150000-"]
    assert len(pauses.seconds) == 3


def test_a_server_without_ranges_starts_anew(remote: Store, tmp_path: Path) -> None:
    remote.ranges, remote.faults = False, ["cut:100000"]
    _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT


def test_a_file_that_changes_meanwhile_is_never_a_mixture(remote: Store, tmp_path: Path) -> None:
    remote.faults = ["cut:100000"]
    pauses = Pauses()

    def change(seconds: float) -> None:
        pauses.seconds.append(seconds)
        remote.objects["/models/iris.onnx"] = CONTENT[::-1]

    _fetch(remote, tmp_path / "iris.onnx", Clock(60, sleep=change))
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT[::-1]
    assert len(pauses.seconds) == 1


def test_the_server_says_when_to_come_back(remote: Store, tmp_path: Path) -> None:
    remote.faults = ["429"]
    pauses = Pauses()
    _fetch(remote, tmp_path / "iris.onnx", pauses.clock(), sha256=SHA)
    assert pauses.seconds == [7.0]


def test_pauses_grow_and_progress_starts_them_anew(remote: Store, tmp_path: Path) -> None:
    remote.faults = ["500"] * 4 + ["cut:10"] + ["500"]
    pauses = Pauses()
    _fetch(remote, tmp_path / "iris.onnx", pauses.clock(), sha256=SHA)
    limits = [0.5, 1, 2, 4, 0.5, 1]
    assert all(limit / 2 <= pause <= limit for pause, limit in zip(pauses.seconds, limits, strict=True))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_will_fail_again_is_not_tried_again(remote: Store, tmp_path: Path, status: int) -> None:
    remote.faults = [str(status)]
    with pytest.raises(FetchError, match=f"status {status}"):
        _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    assert len(remote.asked) == 1
    assert "iris.onnx" not in _files(tmp_path)


def test_a_wrong_checksum_puts_nothing_in_place_and_keeps_what_was_there(remote: Store, tmp_path: Path) -> None:
    target = tmp_path / "iris.onnx"
    target.write_bytes(b"old")
    with pytest.raises(FetchError, match=f"SHA-256 is {SHA}, not {'0' * 64}"):
        _fetch(remote, target, sha256="0" * 64)
    assert target.read_bytes() == b"old"
    assert ".iris.onnx.partial" not in _files(tmp_path)


def test_a_damaged_beginning_is_thrown_away_once(remote: Store, tmp_path: Path) -> None:
    remote.faults = ["cut:100000", "404"]
    with pytest.raises(FetchError):
        _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    partial = tmp_path / ".iris.onnx.partial"
    partial.write_bytes(b"x" * partial.stat().st_size)
    _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    assert (tmp_path / "iris.onnx").read_bytes() == CONTENT


def test_a_later_run_goes_on_where_an_earlier_one_was_killed(remote: Store, tmp_path: Path) -> None:
    remote.faults = ["cut:100000", "404"]
    with pytest.raises(FetchError):
        _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)
    assert remote.ranges_asked()[-1] == "bytes=100000-"
    assert _files(tmp_path) == IN_PLACE


def test_a_connection_that_stalls_ends_with_the_time(remote: Store, tmp_path: Path) -> None:
    remote.faults = ["stall:1000"] * 100
    with pytest.raises(FetchError, match=r"not done within 0\.3 seconds"):
        _fetch(remote, tmp_path / "iris.onnx", Pauses().clock(0.3), sha256=SHA)
    assert "iris.onnx" not in _files(tmp_path)


def test_a_volume_without_room_is_told_before_anything_is_brought(
    remote: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = os.statvfs_result((4096, 4096, 100, 10, 10, 0, 0, 0, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: disk)
    with pytest.raises(FetchError, match=r"300000 bytes are needed in .*, 40960 are free"):
        _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)


def test_one_writer_at_a_time(remote: Store, tmp_path: Path) -> None:
    target = tmp_path / "iris.onnx"
    with Place(target).lock(Pauses().clock()), pytest.raises(FetchError, match="another process brings"):
        _fetch(remote, target, Pauses().clock(0.5), sha256=SHA)
    assert remote.asked == []


def test_a_token_goes_to_the_host_it_is_for_and_not_where_that_redirects(remote: Store, tmp_path: Path) -> None:
    with store() as other:
        other.objects["/signed"] = CONTENT
        remote.redirects["/models/iris.onnx"] = f"{other.url}/signed?secret=1"
        _fetch(remote, tmp_path / "iris.onnx", sha256=SHA, token="t0ken")  # noqa: S106 - not a secret
        assert remote.asked[0][2]["authorization"] == "Bearer t0ken"
        assert "authorization" not in other.asked[0][2]


def test_a_redirect_to_an_address_that_is_not_encrypted_is_refused(remote: Store, tmp_path: Path) -> None:
    remote.redirects["/models/iris.onnx"] = "http://models.example.invalid/iris.onnx"
    with pytest.raises(FetchError, match="redirects to an address that is not encrypted"):
        _fetch(remote, tmp_path / "iris.onnx", sha256=SHA)


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("http://models.example.invalid/iris.onnx", "http: only https is safe on a network"),
        ("https://user:pw@models.example.invalid/a", "https: write https://<bucket or host>/<path>"),
        ("s3://bucket", "s3: write s3://<bucket or host>/<path>"),
        ("az://account/container", "az: write az://<account>/<container>/<blob>"),
        ("ftp://host/file", "ftp: use one of s3, gs, az, hf, oci, https, http, pvc or file"),
        ("file://host/file", "file: write file:///path"),
        ("pvc://claim", "pvc: write pvc://<bucket or host>/<path>"),
    ],
)
def test_addresses_that_can_t_be_used(tmp_path: Path, uri: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run(Address(uri), tmp_path / "model", Pauses().clock())


@pytest.mark.parametrize(("sha256", "code"), [(SHA, 0), ("0" * 64, 1), ("nonsense", 2)])
def test_the_command_line_of_the_manifests(remote: Store, tmp_path: Path, sha256: str, code: int) -> None:
    command = [sys.executable, "-m", "app.fetch", f"--uri={remote.url}/models/iris.onnx"]
    command += [f"--to={tmp_path}/iris.onnx", f"--sha256={sha256}", "--timeout-seconds=60"]
    environment = {**os.environ, "FETCH_TOKEN": "t0ken"}
    ended = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (code, "")
    assert (tmp_path / "iris.onnx").exists() == (code == 0)
    assert "t0ken" not in ended.stderr
    assert [headers["authorization"] for _, _, headers in remote.asked] == ["Bearer t0ken"] * (code < 2)
