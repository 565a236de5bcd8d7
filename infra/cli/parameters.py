"""Options that commands take: their types and their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Project = Annotated[Path | None, typer.Option(help="Folder with Pulumi.yaml; found from here upwards if not given.")]
Engine = Annotated[
    Literal["embedded", "opa", "opa-server", "conftest"], typer.Option(help="What evaluates the policies.")
]
OpaUrl = Annotated[str, typer.Option(help="Where opa-server asks: a server started with the same policies.")]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds that an engine outside this process may take.")]
Format = Annotated[
    Literal["table", "json", "sarif", "junit", "github", "markdown"],
    typer.Option("--format", help="How verdicts are printed."),
]
At = Annotated[str, typer.Option(help="Day on which waivers must be active, as 2027-06-30; today if not given.")]
Environment = Annotated[
    Literal["dev", "staging", "prod"], typer.Option(help="Whose thresholds judge files; a stack has its own.")
]
Trust = Annotated[
    str, typer.Option(metavar="REF", help="Commit whose policies and environments count, not the working tree's.")
]
PodSecurity = Annotated[
    Literal["privileged", "baseline", "restricted"] | None,
    typer.Option(help="Level of the Pod Security Standards for files, in place of labels and floor."),
]
KubernetesVersion = Annotated[
    str, typer.Option(help="Minor version of the cluster that files are for, as 1.37; the newest if not given.")
]
Reports = Annotated[
    list[str] | None, typer.Option(metavar="FORMAT=FILE", help="Write a report to a file too; any number of them.")
]
