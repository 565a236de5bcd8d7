"""The commands and their options. A command imports what it needs only when it runs, so that help is quick."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from infra.cli.parameters import (
    At,
    Engine,
    Environment,
    Format,
    KubernetesVersion,
    OpaUrl,
    PodSecurity,
    Project,
    Reports,
    Timeout,
    Trust,
)
from infra.errors import SlipwayError

app = typer.Typer(
    help="Judged Kubernetes configuration for serving models: specs in, policy-checked YAML out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help starts three times faster
    pretty_exceptions_enable=False,
)


@app.command()
def render(  # noqa: PLR0913 - one parameter for each option
    stacks: Annotated[list[str] | None, typer.Argument(help="Stacks to render.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Render every stack.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 4 if the tree is out of date.")] = False,
    output: Annotated[Path | None, typer.Option(help="Folder to render to; rendered/ if not given.")] = None,
    engine: Engine = "embedded",
    opa_url: OpaUrl = "http://localhost:8181",
    engine_timeout: Timeout = 120,
    form: Format = "table",
    at: At = "",
    project: Project = None,
) -> None:
    """Build and judge stacks; write the tree if allowed."""
    from infra.cli import render as command
    from infra.policy.engine import Chosen

    chosen = Chosen(engine, opa_url, engine_timeout)
    raise typer.Exit(command.run(command.Options(tuple(stacks or ()), every, check, output, chosen, form, at, project)))


@app.command()
def check(  # noqa: PLR0913 - as above
    targets: Annotated[list[str] | None, typer.Argument(help="Stacks, files, folders, or - for stdin.")] = None,
    *,
    environment: Environment = "prod",
    trust: Trust = "",
    pod_security: PodSecurity = None,
    kubernetes_version: KubernetesVersion = "",
    engine: Engine = "embedded",
    opa_url: OpaUrl = "http://localhost:8181",
    engine_timeout: Timeout = 120,
    form: Format = "table",
    report: Reports = None,
    at: At = "",
    project: Project = None,
) -> None:
    """Judge stacks (all if none is named) or any YAML."""
    from infra.cli import check as command
    from infra.policy.engine import Chosen

    chosen = Chosen(engine, opa_url, engine_timeout)
    options = command.Options(
        targets=tuple(targets or ()),
        environment=environment,
        engine=chosen,
        form=form,
        at=at,
        project=project,
        reports=tuple(report or ()),
        trust=trust,
        pod_security=pod_security,
        kubernetes_version=kubernetes_version,
    )
    raise typer.Exit(command.run(options))


@app.command()
def rules(
    form: Annotated[
        Literal["table", "json", "markdown", "data"], typer.Option("--format", help="How to list them.")
    ] = "table",
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
def export(
    target: Annotated[Literal["opa-bundle", "gatekeeper", "pulumi-pack"], typer.Argument(help="For whom.")],
    folder: Annotated[Path, typer.Argument(help="Folder to write: new, empty, or with an earlier export.")],
    *,
    environment: Annotated[Literal["dev", "staging", "prod"], typer.Option(help="Whose thresholds it has.")] = "prod",
    at: At = "",
    project: Project = None,
) -> None:
    """Write the rules for OPA, Gatekeeper or Pulumi."""
    from infra.cli import export as command

    command.run(command.Options(target, folder, environment, at, project))


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
    runtime: Annotated[
        Literal["builtin", "mlserver", "triton", "tensorflow-serving", "vllm"],
        typer.Option(help="Server that runs it."),
    ],
    artifact: Annotated[str, typer.Option(help="Where its files are: s3://…, hf://…, https://….")],
    pin: Annotated[str, typer.Option(help="The file's SHA-256, or the commit of an hf repository.")] = "",
    owner: Annotated[str, typer.Option(help="Team that answers for it.")] = "my-team",
    project: Project = None,
) -> None:
    """Write a valid spec to start from."""
    from infra.cli import new as command

    command.run(command.Options(name, runtime, artifact, pin, owner, project))


Scoped = Annotated[str, typer.Argument(help="A stack, or a part of one: prod, prod.platform, prod.models, prod.iris.")]


@app.command()
def preview(stack: Scoped, project: Project = None) -> None:
    """Show what `pulumi up` would change; judged first."""
    from infra.cli import deploy as command

    raise typer.Exit(command.run(command.Options(stack, "preview", project)))


@app.command()
def up(stack: Scoped, project: Project = None) -> None:
    """Deploy with Pulumi what was judged."""
    from infra.cli import deploy as command

    raise typer.Exit(command.run(command.Options(stack, "up", project)))


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
