"""A throw-away Slipway project for tests, and the command line run inside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from infra.cli.app import main

if TYPE_CHECKING:
    import pytest

REPOSITORY = Path(__file__).parent.parent

SPEC = """\
name: iris
version: "1.2.0"
owner: data-science
runtime: builtin
artifact:
  uri: s3://acme-models/iris/1.2.0/iris.onnx
  sha256: 9c0f8a2d5b6e4f3a1d7c8b9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c
  size: 16Mi
scaling: {min: 2, max: 4}
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A folder with the repository's stacks and policies, and one model."""

    root: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def write(self, file: str, text: str | bytes) -> Path:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.root / file).read_text()
        assert old in text
        self.write(file, text.replace(old, new))

    def slipway(self, *arguments: str) -> Ran:
        """Run the command line in this process, as the console script does."""
        self.monkeypatch.setattr("sys.argv", ["slipway", *arguments])
        self.monkeypatch.chdir(self.root)
        self.capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        out, err = self.capsys.readouterr()
        return Ran(code, out, err)

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }


def create(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    for file in ("Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"):
        shutil.copy(REPOSITORY / file, root / file)
    shutil.copytree(REPOSITORY / "policies", root / "policies", ignore=shutil.ignore_patterns("*_test.rego"))
    made = Project(root, monkeypatch, capsys)
    made.write("models/iris.yaml", SPEC)
    return made
