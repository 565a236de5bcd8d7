"""Runs an engine that is a program. Whatever becomes of it, there is an answer or one clear error."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.errors import EngineError, Problem

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
        EngineError: If it is missing, can't be started, takes too long or is killed.
    """
    binary = shutil.which(program)
    if binary is None:
        fix = "install it, or use --engine embedded"
        raise EngineError(str(Problem(f"the engine {program} needs the program `{program}` on PATH", fix)))
    with _started(binary, arguments, program) as process:
        try:
            out, err = process.communicate(document.encode(), timeout=seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise EngineError(no_answer(program, seconds)) from None
            raise
    if process.returncode < 0:
        raise EngineError(f"{program} was ended by signal {-process.returncode}")
    return Answer(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))


def no_answer(name: str, seconds: float) -> str:
    """Return what is said of an engine that takes too long."""
    return str(Problem(f"{name} gave no answer within {seconds:g} s", "allow it more with --engine-timeout"))


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


def _started(binary: str, arguments: Sequence[str], program: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and no argument comes from a spec
            [binary, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
        )
    except OSError as error:
        raise EngineError(f"{program} can't be started: {error.strerror}") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and what it started, so that nothing keeps its pipes open."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
