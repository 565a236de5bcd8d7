"""``slipway check``: judge stacks in memory, or YAML from anywhere."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra import project, stacks
from infra.cli.session import Court, root, show
from infra.cli.stack_verdict import verdict_on
from infra.errors import InputError, Problem
from infra.foreign import objects_in
from infra.manifest import identity
from infra.places import Origin, located
from infra.policy.context import Context
from infra.yaml_load import MANIFEST_BYTES

if TYPE_CHECKING:
    from infra.foreign import ForeignObject
    from infra.policy.engine import EngineName
    from infra.report import Format


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    targets: tuple[str, ...]
    environment: str
    engine: EngineName
    form: Format
    at: str
    project: Path | None
    pod_security: str | None = None
    kubernetes_version: str = ""


def run(options: Options) -> int:
    """Print a verdict for each stack, and one for all paths together; return 1 if any is a denial."""
    folder = root(options.project)
    known = stacks.names(folder)
    names = [target for target in options.targets if target in known] or ([] if options.targets else known)
    paths = [target for target in options.targets if target not in known]
    _require_existing(paths, known)
    context = _context(options, names)
    court = Court(folder, options.engine, options.at)
    verdicts = []
    for stack in project.built(folder, names):
        name = stack.settings.settings.stack
        verdict = verdict_on(stack, court, folder / "rendered" / name, f"rendered/{name}")
        show(verdict, name, options.form)
        verdicts.append(verdict)
    if paths:
        objects = objects_in(paths, _stdin)
        verdict = court.judge([one.manifest for one in objects], context)
        verdict = located(verdict, {identity(one.manifest): _origin(one) for one in objects})
        show(verdict, ", ".join("<stdin>" if path == "-" else path for path in paths), options.form)
        verdicts.append(verdict)
    return 1 if any(verdict.outcome == "denied" for verdict in verdicts) else 0


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
