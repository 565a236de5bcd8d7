"""The commands and their options. A command imports what it needs only when it runs, so that help is quick."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from infra.errors import SlipwayError

app = typer.Typer(
    help="Judged Kubernetes configuration for serving models: specs in, policy-checked YAML out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help starts three times faster
    pretty_exceptions_enable=False,
)

Project = Annotated[Path | None, typer.Option(help="Folder with Pulumi.yaml; found from here upwards if not given.")]
Engine = Annotated[Literal["embedded", "opa"], typer.Option(help="What evaluates the policies.")]
Format = Annotated[Literal["table", "json"], typer.Option("--format", help="How verdicts are printed.")]
At = Annotated[str, typer.Option(help="Day on which waivers must be active, as 2027-06-30; today if not given.")]


@app.command()
def render(  # noqa: PLR0913 - one parameter for each option
    stacks: Annotated[list[str] | None, typer.Argument(help="Stacks to render.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Render every stack.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 4 if the tree is out of date.")] = False,
    output: Annotated[Path | None, typer.Option(help="Folder to render to; rendered/ if not given.")] = None,
    engine: Engine = "embedded",
    form: Format = "table",
    at: At = "",
    project: Project = None,
) -> None:
    """Build and judge stacks; write the tree if allowed."""
    from infra.cli import render as command

    raise typer.Exit(command.run(command.Options(tuple(stacks or ()), every, check, output, engine, form, at, project)))


@app.command()
def check(  # noqa: PLR0913 - as above
    targets: Annotated[list[str] | None, typer.Argument(help="Stacks, files, folders, or - for stdin.")] = None,
    *,
    environment: Annotated[
        Literal["dev", "staging", "prod"], typer.Option(help="Whose thresholds judge files; a stack has its own.")
    ] = "prod",
    pod_security: Annotated[
        Literal["privileged", "baseline", "restricted"] | None,
        typer.Option(help="Level of the Pod Security Standards for files, in place of labels and floor."),
    ] = None,
    kubernetes_version: Annotated[
        str, typer.Option(help="Minor version of the cluster that files are for, as 1.37; the newest if not given.")
    ] = "",
    engine: Engine = "embedded",
    form: Format = "table",
    at: At = "",
    project: Project = None,
) -> None:
    """Judge stacks (all if none is named) or any YAML."""
    from infra.cli import check as command

    options = command.Options(
        tuple(targets or ()), environment, engine, form, at, project, pod_security, kubernetes_version
    )
    raise typer.Exit(command.run(options))


@app.command()
def rules(
    form: Annotated[Literal["table", "json", "markdown"], typer.Option("--format", help="How to list them.")] = "table",
    project: Project = None,
) -> None:
    """List the policies' rules."""
    from infra.cli import rules as command

    command.listing(form, project)


@app.command()
def explain(code: Annotated[str, typer.Argument(help="Such as images.pinned.")], project: Project = None) -> None:
    """Say what a rule wants, why, and the way out."""
    from infra.cli import rules as command

    command.explanation(code, project)


@app.command()
def schema(
    *,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 4 if it is out of date.")] = False,
    project: Project = None,
) -> None:
    """Write models/schema.json for editors."""
    from infra.cli import schema as command

    raise typer.Exit(command.run(project, check=check))


@app.command()
def new(  # noqa: PLR0913 - as above
    name: Annotated[str, typer.Argument(help="Name of the model.")],
    *,
    runtime: Annotated[Literal["builtin", "vllm"], typer.Option(help="Server that runs it.")],
    artifact: Annotated[str, typer.Option(help="Where its files are: s3://…, hf://…, https://….")],
    pin: Annotated[str, typer.Option(help="The file's SHA-256, or the commit of an hf repository.")] = "",
    owner: Annotated[str, typer.Option(help="Team that answers for it.")] = "my-team",
    project: Project = None,
) -> None:
    """Write a valid spec to start from."""
    from infra.cli import new as command

    command.run(command.Options(name, runtime, artifact, pin, owner, project))


def main() -> None:
    """Run the command line; every failure ends in words and an exit code."""
    # A run is short and makes no cycles worth collecting; looking for them among a million dicts took a tenth of it.
    gc.disable()
    try:
        app()
    except SlipwayError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader has gone (`slipway rules | head`); Python must not complain about it on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if "SLIPWAY_TRACEBACK" in os.environ:
            raise
        typer.echo(f"slipway has a bug: {type(error).__name__}: {error}", err=True)
        typer.echo("  fix: report it with what SLIPWAY_TRACEBACK=1 prints", err=True)
        sys.exit(3)
