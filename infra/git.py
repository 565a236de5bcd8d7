"""Files of a commit, read from git's objects: nothing is checked out, and the working tree has no say in it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from infra.errors import EngineError, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LINK = "120000"


def commit(folder: Path, ref: str) -> str:
    """Return the hash of a commit.

    Raises:
        InputError: If the folder's repository has no such commit.
        EngineError: If there is no git.
    """
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if found.returncode != 0:
        fix = "fetch it first; a shallow clone has few commits"
        raise InputError(Problem(f"{ref!r} is no commit of this repository", fix, field="--trust"))
    return found.stdout.decode().strip()


def files_at(folder: Path, sha: str, wanted: Callable[[str], bool]) -> dict[str, str]:
    """Return the texts of the files that are wanted, by their path below the folder.

    Raises:
        EngineError: If git fails, or one of them is a link or no text.
    """
    blobs: dict[str, str] = {}
    for entry in _output(folder, "ls-tree", "-r", "-z", sha).decode(errors="surrogateescape").split("\0")[:-1]:
        meta, _, path = entry.partition("\t")
        mode, _, blob = meta.split(" ")
        if wanted(path):
            if mode == _LINK:
                raise EngineError(f"{path} is a link at {sha[:12]}, and links are not followed")
            blobs[path] = blob
    return dict(zip(blobs, _texts(folder, list(blobs.values())), strict=True))


def _texts(folder: Path, blobs: list[str]) -> list[str]:
    data = _output(folder, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    texts = []
    start = 0
    for blob in blobs:
        end = data.index(b"\n", start)
        size = int(data[start:end].split(b" ")[2])
        try:
            texts.append(data[end + 1 : end + 1 + size].decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise EngineError(f"git object {blob} is not UTF-8 text") from None
        start = end + size + 2
    return texts


def _output(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    done = _git(folder, *arguments, given=given)
    if done.returncode != 0:
        raise EngineError(f"git {arguments[0]} failed: {' '.join(done.stderr.decode(errors='replace').split())}")
    return done.stdout


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise EngineError(str(Problem("--trust needs the program `git` on PATH", "install it")))
    command = [git, "--no-replace-objects", "-C", str(folder), *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - no shell
