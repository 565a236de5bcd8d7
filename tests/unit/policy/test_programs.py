"""Whatever becomes of an engine's program or server, the gate ends with exit code 3 and one clear problem."""

from __future__ import annotations

import contextlib
import json
import os
import socketserver
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from infra.errors import EngineError, InputError
from infra.policy import bounded, bundle
from infra.policy.engine import Chosen, engine
from tests.opa_server import free_port, serving
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.project import Project

PROGRAMS = ("opa", "conftest")
SLOW = "\n  fix: allow it more with --engine-timeout\n"
BEHAVIOURS = {
    "crashes": ("echo 'panic: a\x1b[2Jb' >&2; exit 2", "{0} failed: panic: a [2Jb\n"),
    "crashes without a word": ("exit 5", "{0} failed: exit code 5\n"),
    "is killed": ("kill -9 $$", "{0} was ended by signal 9\n"),
    "hangs": ("sleep 600", "{0} gave no answer within 0.3 s" + SLOW),
    "hangs in a child": ("sleep 600 & wait", "{0} gave no answer within 0.3 s" + SLOW),
    "hangs without a word": ("exec >&- 2>&-; sleep 600", "{0} gave no answer within 0.3 s" + SLOW),
    "leaves a child": ("sleep 600 &", "{0} gave no answer within 0.3 s" + SLOW),
    "never stops talking": ("exec cat /dev/zero", "{0} answered more than 1 MiB\n"),
    "never stops complaining": ("exec cat /dev/zero >&2", "{0} answered more than 1 MiB\n"),
    "prints garbage": ("echo '<html>'", "{0} printed no JSON: <html>\n"),
    "prints other JSON": ("echo '[1]'", "{0} gave no value for data.main.result\n"),
    "prints other bytes": (r"printf '\377\376'", "{0} printed no JSON: \ufffd\ufffd\n"),
    "nests without an end": ("head -c 300000 /dev/zero | tr '\\0' '['", "{0} printed no JSON: " + "[" * 300 + "…\n"),
}


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a shell script on PATH that takes the place of a program."""

    def put(name: str, script: str) -> None:
        folder = tmp_path / "programs"
        folder.mkdir()
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return put


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_program_that(
    behaviour: str,
    program: str,
    project: Project,
    pretend: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script, says = BEHAVIOURS[behaviour]
    pretend(program, script)
    monkeypatch.setattr(bounded, "ANSWER_BYTES", 1 << 20)
    seconds = "0.3" if SLOW in says else "30"
    ran = project.slipway("check", "prod", "--engine", program, "--engine-timeout", seconds)
    assert (ran.code, ran.out, ran.err) == (3, "", says.format(program))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_that_is_missing(program: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = project.slipway("check", "prod", "--engine", program)
    says = f"the engine {program} needs the program `{program}` on PATH\n  fix: install it, or use --engine embedded\n"
    assert (ran.code, ran.out, ran.err) == (3, "", says)


def test_a_program_that_is_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("bin/opa", b"\x7fELF, or so it says").chmod(0o755)
    monkeypatch.setenv("PATH", str(project.root / "bin"))
    ran = project.slipway("check", "prod", "--engine", "opa")
    assert (ran.code, ran.out, ran.err) == (3, "", "opa can't be started: Exec format error\n")


def answering(respond: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """Run a server that is no OPA."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            respond(self)

        do_POST = do_GET  # noqa: N815 - the base class asks for these names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
            pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def reply(request: BaseHTTPRequestHandler, status: int, body: str) -> None:
    request.send_response(status)
    request.send_header("Content-Length", str(len(body.encode())))
    request.end_headers()
    request.wfile.write(body.encode())


def disconnect(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


RESPONSES: dict[str, tuple[Callable[[BaseHTTPRequestHandler], None], str]] = {
    "answers in HTML": (lambda one: reply(one, 200, "<html>"), "failed: its answer is not OPA's\n"),
    "answers other JSON": (lambda one: reply(one, 200, '{"result": 5}'), "failed: its answer is not OPA's\n"),
    "wants a token": (
        lambda one: reply(one, 401, '{"code": "unauthorized", "message": "no\\ttoken"}'),
        "failed: no token\n",
    ),
    "fails in HTML": (lambda one: reply(one, 502, "<h1>Bad\ngateway</h1>"), "failed: <h1>Bad gateway</h1>\n"),
    "has no policies": (
        lambda one: reply(one, 200, '{"result": []}'),
        "has other rules\n  fix: start it with these policies: opa run --server --ignore '*_test.rego' policies\n",
    ),
    "hangs up": (disconnect, "failed: it can't be reached, or it went away\n"),
}


@pytest.mark.parametrize("response", RESPONSES)
def test_a_server_that(response: str, project: Project) -> None:
    respond, says = RESPONSES[response]
    for url in answering(respond):
        ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url)
        assert (ran.code, ran.out, ran.err) == (3, "", f"the OPA server {url} {says}")


def test_a_server_that_takes_too_long(project: Project) -> None:
    released = threading.Event()

    def wait(_: BaseHTTPRequestHandler) -> None:
        released.wait(20)

    for url in answering(wait):
        options = ("--engine", "opa-server", "--opa-url", url, "--engine-timeout", "0.2")
        ran = project.slipway("check", "prod", *options)
        released.set()
        assert (ran.code, ran.out, ran.err) == (3, "", f"the OPA server {url} gave no answer within 0.2 s" + SLOW)


def endlessly(request: BaseHTTPRequestHandler, piece: bytes, pause: float, released: threading.Event) -> None:
    """Send pieces until the client goes away or the test ends."""
    with contextlib.suppress(OSError):
        while not released.wait(pause):
            request.wfile.write(piece)


def test_a_server_that_answers_gigabytes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "ANSWER_BYTES", 1 << 20)
    released = threading.Event()

    def talk(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        endlessly(request, b" " * 65536, 0, released)

    for url in answering(talk):
        ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url)
        released.set()
        assert (ran.code, ran.out, ran.err) == (3, "", f"the OPA server {url} answered more than 1 MiB\n")


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["header", "body"])
def test_a_server_that_trickles(start: bytes, project: Project) -> None:
    """Each byte comes in time, and the answer never does."""
    released = threading.Event()

    def trickle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(start)
        endlessly(request, b" ", 0.01, released)

    for url in answering(trickle):
        options = ("--engine", "opa-server", "--opa-url", url, "--engine-timeout", "0.5")
        ran = project.slipway("check", "prod", *options)
        released.set()
        assert (ran.code, ran.out, ran.err) == (3, "", f"the OPA server {url} gave no answer within 0.5 s" + SLOW)


def test_a_server_that_is_not_there(project: Project) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url)
    says = f"the OPA server {url} failed: it can't be reached, or it went away\n"
    assert (ran.code, ran.out, ran.err) == (3, "", says)


def test_a_server_that_dies_midway(project: Project, opa_url: str) -> None:
    """It vouches for its policies, and is gone when it should judge."""

    def vouch(request: BaseHTTPRequestHandler) -> None:
        if request.command == "GET":
            with urllib.request.urlopen(f"{opa_url}{request.path}", timeout=10) as real:  # noqa: S310 - ours
                reply(request, real.status, real.read().decode())

    for url in answering(vouch):
        ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url)
        says = f"the OPA server {url} failed: it can't be reached, or it went away\n"
        assert (ran.code, ran.out, ran.err) == (3, "", says)


@pytest.mark.parametrize("url", ["localhost:8181", "ftp://opa", "http://", "http://opa:eighty", "http://opa/v1", ""])
def test_an_address_that_is_none(url: str, project: Project) -> None:
    ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url)
    says = f"--opa-url: {url!r} is no OPA server\n  fix: write it as http://localhost:8181\n"
    assert (ran.code, ran.out, ran.err) == (2, "", says)


CHANGES = {
    "another rule": ("policy/hygiene/malformed_object/malformed_object.rego", "package", "# x\npackage", "rules"),
    "another library": ("lib/config.rego", "package", "# laxer\npackage", "rules"),
    "another threshold": ("config/data.yaml", "cronjob_overlap: 2", "cronjob_overlap: 9", "data.config"),
    "another waiver": ("waivers/data.yaml", "prometheus-token", "prometheus-tokens", "data.waivers"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_server_with_other_policies_is_not_believed(change: str, project: Project, opa_url: str) -> None:
    file, old, new, differs = CHANGES[change]
    project.edit(f"policies/{file}", old, new)
    ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", opa_url)
    what = "other rules" if differs == "rules" else f"another {differs}"
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"the OPA server {opa_url} has {what}\n  fix: start it with these policies: ")


def test_what_a_server_holds_besides_does_not_matter(project: Project, opa_binary: Path) -> None:
    project.write("policies/zoo/animals.rego", "package zoo\n\nopen := true\n")
    with serving(opa_binary, project.root / "policies") as url:
        (project.root / "policies/zoo/animals.rego").unlink()
        ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url, "--at", "2026-11-21")
    assert (ran.code, ran.err) == (0, "")


def test_a_builtin_that_fails_on_the_server(project: Project, opa_binary: Path) -> None:
    rule = "policies/policy/hygiene/malformed_object/malformed_object.rego"
    project.write(rule, (project.root / rule).read_text() + '\nbroken := to_number("many")\n')
    project.edit(
        "policies/main.rego", "result := {", 'result := {\n\t"broken": data.policy.hygiene.malformed_object.broken,'
    )
    with serving(opa_binary, project.root / "policies") as url:
        ran = project.slipway("check", "prod", "--engine", "opa-server", "--opa-url", url)
    assert (ran.code, ran.out) == (3, "")
    assert "to_number" in ran.err


def test_a_server_is_asked_with_the_token_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLIPWAY_OPA_TOKEN", "s3cret")
    seen: list[str | None] = []

    def note(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers["Authorization"])
        reply(request, 200, json.dumps({"result": []}))

    for url in answering(note):
        with pytest.raises(EngineError):
            engine(Chosen("opa-server", url)).evaluate(bundle.load(REPOSITORY / "policies"), "{}")
    assert seen == ["Bearer s3cret"]


def test_a_password_in_the_address_is_refused() -> None:
    with pytest.raises(InputError):
        engine(Chosen("opa-server", "http://me:secret@opa:8181"))
