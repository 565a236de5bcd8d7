"""Just enough of an image builder: a Dockerfile's steps, done below a folder instead of in a container."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pip


@dataclass
class Image:
    """What the last stage says of the process that runs."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    workdir: Path = Path("/")

    def at(self, path: str) -> Path:
        """Return where a path of the image is on this machine."""
        return self.root / (self.workdir / path).relative_to("/")


def build(context: Path, root: Path, python: Path) -> Image:
    """Do every step. Both stages share the folder, so what is copied between them is there already."""
    image = Image(root)
    environment = _base(root / "base", python)
    for instruction, rest in _instructions((context / "Dockerfile").read_text()):
        if instruction == "FROM":
            image = Image(root)
        elif instruction == "WORKDIR":
            image.workdir = Path(rest)
            image.at(".").mkdir(parents=True, exist_ok=True)
        elif instruction == "COPY" and not rest.startswith("--from=build /opt/app /opt/app"):
            _copy(context, image, *rest.split())
        elif instruction == "RUN":
            subprocess.run(["sh", "-ec", rest], cwd=image.at("."), env=environment, check=True)
        else:
            _remember(image, instruction, rest)
    return image


def _base(folder: Path, python: Path) -> dict[str, str]:
    """Return an environment like the base image's: a command ``python``, with pip and nothing else beside it."""
    folder.mkdir()
    shutil.copytree(Path(pip.__file__).parent, folder / "packages/pip")
    (folder / "python").write_text(f'#!/bin/sh\nexec {python} "$@"\n')
    (folder / "python").chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(folder / "packages")}


def _remember(image: Image, instruction: str, rest: str) -> None:
    if instruction == "ENV":
        image.environment |= dict(part.split("=", 1) for part in shlex.split(rest))
    elif instruction == "LABEL":
        image.labels |= dict(part.split("=", 1) for part in shlex.split(rest))
    elif instruction == "USER":
        image.user = rest
    elif instruction == "CMD":
        image.command = json.loads(rest)


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(head, rest) for head, _, rest in (line.partition(" ") for line in lines if line)]


def _copy(context: Path, image: Image, source: str, to: str) -> None:
    """Copy a file, or all that .dockerignore leaves."""
    source = source.replace("${REQUIREMENTS}", "requirements.txt")
    if source != ".":
        shutil.copy(context / source, image.at(to))
        return
    first, *others = [line for line in (context / ".dockerignore").read_text().splitlines() if line[:1] != "#"]
    assert (first, others[-1]) == ("*", "**/__pycache__")
    image.at(to).mkdir(parents=True)
    for name in (line.removeprefix("!") for line in others[:-1]):
        if (context / name).is_dir():
            shutil.copytree(context / name, image.at(to) / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(context / name, image.at(to) / name)
