"""``slipway new``: a valid spec to start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from infra import yaml_load
from infra.cli.folder import root
from infra.errors import InputError, Place, Problem
from infra.validation import FieldPath, validate
from models.spec import ModelSpec

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    name: str
    runtime: str
    artifact: str
    pin: str
    owner: str
    project: Path | None


_COMPUTE = {"vllm": 'compute:\n  cpu: "4"\n  memory: 24Gi\n  gpu: {count: 1}\n'}
_ON_CPUS = "compute: {cpu: 500m, memory: 1Gi}\n"


def run(options: Options) -> None:
    """Write ``models/<name>.yaml`` and say what to do next.

    Raises:
        InputError: If an option doesn't fit, or the file exists.
    """
    text = spec_text(options)
    document = yaml_load.load_one(text, "the new spec")

    def place(_: FieldPath) -> Place | str:
        return "slipway new"

    spec = validate(ModelSpec, document.value, place)
    path = root(options.project) / "models" / f"{options.name}.yaml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        fix = "edit it, or choose another name"
        raise InputError(Problem("exists already and was left as it is", fix, f"models/{path.name}")) from None
    except OSError as error:
        raise InputError(Problem(f"can't be written: {error.strerror}", "make models/ writable", path.name)) from None
    typer.echo(f"wrote models/{path.name}", err=True)
    missing = "" if spec.artifact.pinned else "pin the artifact (prod asks for it), "
    typer.echo(f"next: {missing}adjust size and compute, then `slipway check`", err=True)


def spec_text(options: Options) -> str:
    """Return the spec's YAML; what is still to be decided is a comment."""
    hub = options.artifact.startswith("hf://")
    key = "revision" if hub else "sha256"
    what = "the repository's commit" if hub else "what `sha256sum FILE` prints"
    pin = f"  {key}: {options.pin}\n" if options.pin else f"  # {key}: {what}; prod asks for it\n"
    return (
        "# yaml-language-server: $schema=schema.json\n"
        f"name: {options.name}\n"
        'version: "0.1.0"\n'
        f"owner: {options.owner}\n"
        f"runtime: {options.runtime}\n"
        "artifact:\n"
        f"  uri: {options.artifact}\n"
        f"{pin}"
        f"  size: {'20Gi' if options.runtime == 'vllm' else '1Gi'} # on disk, rounded up\n"
        f"{_COMPUTE.get(options.runtime, _ON_CPUS)}"
        "scaling: {replicas: 1}\n"
    )
