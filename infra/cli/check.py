"""``slipway check``: judge stacks in memory, or YAML from anywhere."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from infra import project, stacks
from infra.cli import publishing
from infra.cli.folder import root
from infra.cli.trust import Trusted
from infra.court import Court, policies
from infra.errors import EngineError, InputError, Problem
from infra.foreign import objects_in
from infra.manifest import identity
from infra.places import Origin, located
from infra.policy.context import Context
from infra.policy.engine import Chosen
from infra.stack_verdict import context_of, verdict_on
from infra.yaml_load import MANIFEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.foreign import ForeignObject
    from infra.policy.verdict import Judged
    from infra.project import BuiltStack
    from infra.report import Format


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    targets: tuple[str, ...]
    environment: str
    engine: Chosen
    form: Format
    at: str
    project: Path | None
    reports: tuple[str, ...] = ()
    trust: str = ""
    pod_security: str | None = None
    kubernetes_version: str = ""


def run(options: Options) -> int:
    """Report a verdict for each stack, and one for all paths together; return 1 if any that counts is a denial."""
    folder = root(options.project)
    reports = publishing.files(options.reports)
    case = _case(options, folder)
    if options.trust:
        judged = _by_trusted(case, options)
    else:
        court = Court(policies(folder), options.engine, options.at)
        judged = case.judged(court, lambda own: own)
    publishing.publish(judged, options.form, reports)
    return 1 if any(one.verdict.outcome == "denied" and not one.advisory for one in judged) else 0


@dataclass(frozen=True, slots=True)
class _Case:
    """What is to be judged."""

    folder: Path
    stacks: list[BuiltStack]
    paths: list[str]
    objects: list[ForeignObject]
    context: Context
    """What the rules may know about the objects of files; a stack has its own."""

    def judged(self, court: Court, context: Callable[[Context], Context]) -> list[Judged]:
        """Judge everything; ``context`` says by which context a stack is judged that claims one."""
        found = []
        for stack in self.stacks:
            settings = stack.settings.settings
            tree = f"rendered/{settings.stack}"
            found.append(verdict_on(stack, court, context(context_of(settings)), self.folder / tree, tree))
        if self.paths:
            verdict = court.judge([one.manifest for one in self.objects], self.context)
            verdict = located(verdict, {identity(one.manifest): _origin(one) for one in self.objects})
            names = ["<stdin>" if path == "-" else path for path in self.paths]
            found.append(court.judged(", ".join(names), names[0], verdict))
        return found


def _case(options: Options, folder: Path) -> _Case:
    known = stacks.names(folder)
    names = [target for target in options.targets if target in known] or ([] if options.targets else known)
    paths = [target for target in options.targets if target not in known]
    _require_existing(paths, known)
    context = _context(options, names)
    objects = objects_in(paths, _stdin)
    return _Case(folder, project.built(folder, names), paths, objects, context)


def _by_trusted(case: _Case, options: Options) -> list[Judged]:
    """Judge by what the trusted commit says; by what the working tree says too, where that differs."""
    trusted = Trusted(case.folder, options.trust)
    judged = case.judged(Court(trusted.bundle(), options.engine, options.at), trusted.context)
    changed = trusted.changed()
    if not changed:
        return judged
    typer.echo(f"changed since {options.trust}, and advisory until reviewed: {', '.join(changed)}", err=True)
    # A server has one set of policies, and those are the trusted ones.
    chosen = Chosen() if options.engine.name == "opa-server" else options.engine
    try:
        court = Court(policies(case.folder), chosen, options.at, advisory=True)
        return judged + case.judged(court, lambda own: own)
    except (EngineError, InputError) as error:
        typer.echo(f"the changed policies can't judge: {error}", err=True)
        return judged


def _context(options: Options, stacks_named: list[str]) -> Context:
    """Return what the rules may know about files; a stack has its own."""
    version = options.kubernetes_version.removeprefix("v")
    if version and not re.fullmatch(r"1\.(0|[1-9][0-9]{0,2})", version):
        what = f"{options.kubernetes_version!r} is not a minor version of Kubernetes"
        raise InputError(Problem(what, "write it as 1.37", field="--kubernetes-version"))
    if stacks_named and (options.pod_security or version):
        field = "--pod-security" if options.pod_security else "--kubernetes-version"
        what = f"a stack has its own, and {', '.join(stacks_named)} would be judged"
        raise InputError(Problem(what, "name the files or folders to judge with it", field=field))
    return Context(options.environment, kubernetes_version=version or None, pod_security=options.pod_security)


def _require_existing(paths: list[str], known: list[str]) -> None:
    problems = [
        Problem("neither a stack nor a file", f"stacks are {', '.join(known) or 'none'}", path)
        for path in paths
        if path != "-" and not Path(path).exists()
    ]
    if problems:
        raise InputError(*problems)


def _origin(one: ForeignObject) -> Origin:
    return Origin(one.manifest, one.place)


def _stdin() -> str:
    data = sys.stdin.buffer.read(MANIFEST_BYTES + 1)
    if len(data) > MANIFEST_BYTES:
        raise InputError(Problem(f"larger than {MANIFEST_BYTES >> 20} MiB", "judge it in parts", "<stdin>"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(Problem("not UTF-8 text", "pipe YAML or JSON", "<stdin>")) from None
