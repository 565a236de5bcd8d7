"""Runs an engine that is a program. Whatever becomes of it, there is an answer or one clear error."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from infra.errors import EngineError, Problem
from infra.policy import bounded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from infra.manifest import Json
    from infra.policy.bundle import Bundle

_SHOWN = 300
"""Characters of a program's own words that an error repeats."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program that ended by itself left behind."""

    code: int
    out: str
    err: str


def run(program: str, arguments: Sequence[str], document: str, seconds: float) -> Answer:
    """Run a program from PATH with ``document`` as its standard input.

    Raises:
        EngineError: If it is missing, can't be started, takes too long, says too much or is killed.
    """
    binary = shutil.which(program)
    if binary is None:
        fix = "install it, or use --engine embedded"
        raise EngineError(str(Problem(f"the engine {program} needs the program `{program}` on PATH", fix)))
    with tempfile.TemporaryFile() as given:
        given.write(document.encode())
        given.seek(0)
        with _started([binary, *arguments], given, program) as process:
            try:
                out, err = _read(process, program, seconds)
            except BaseException:
                _end(process)
                raise
    if process.returncode < 0:
        raise EngineError(f"{program} was ended by signal {-process.returncode}")
    return Answer(process.returncode, out, err)


def _read(process: subprocess.Popen[bytes], program: str, seconds: float) -> tuple[str, str]:
    """Return what the program says until it ends."""
    pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe]
    readers = [bounded.Reader(pipe, lambda: _end(process)) for pipe in pipes]
    for reader in readers:
        reader.join(seconds)
        if reader.is_alive():
            raise bounded.no_answer(program, seconds)
    if any(reader.is_full for reader in readers):
        raise bounded.too_much(program)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise bounded.no_answer(program, seconds) from None
    out, err = (reader.data.decode(errors="replace") for reader in readers)
    return out, err


def json_of(program: str, output: str) -> Json:
    """Return what a program printed.

    Raises:
        EngineError: If it is no JSON.
    """
    try:
        return json.loads(output)
    except (ValueError, RecursionError):
        raise EngineError(f"{program} printed no JSON: {in_brief(output) or 'nothing'}") from None


def in_brief(words: str) -> str:
    """Return a program's words in one printable line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def write(bundle: Bundle, folder: Path) -> None:
    """Write the bundle's modules and its data as a program loads them."""
    for path, text in bundle.modules.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "data.json").write_text(json.dumps(bundle.data), encoding="utf-8")


def _started(command: Sequence[str], given: IO[bytes], program: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        # Without a buffer, a pipe can be closed while it is read.
        return subprocess.Popen(  # noqa: S603 - no shell, and no argument comes from a spec
            command, bufsize=0, stdin=given, stdout=pipe, stderr=pipe, start_new_session=True
        )
    except OSError as error:
        raise EngineError(f"{program} can't be started: {error.strerror}") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and what it started, so that nothing keeps its pipes open."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
