"""The real Pulumi engine on a project, with a file backend and the recording provider."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_PROVIDER = Path(__file__).with_name("provider.py")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str


@dataclass(frozen=True)
class Deployment:
    """A project, and everything the engine keeps for it."""

    project: Path
    record: Path
    environment: dict[str, str]

    @classmethod
    def create(cls, project: Path, base: Path, tools: Iterable[Path]) -> Deployment:
        plugins = base / "plugins"
        plugins.mkdir()
        plugin = plugins / "pulumi-resource-kubernetes"
        plugin.write_text(f'#!/bin/sh\nexec {sys.executable} {_PROVIDER} "$@"\n')
        plugin.chmod(0o755)
        (base / "state").mkdir()
        path = [str(plugins), str(Path(sys.executable).parent), *map(str, tools), os.environ["PATH"]]
        environment = {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "PULUMI_HOME": str(base / "home"),
            "PULUMI_BACKEND_URL": f"file://{base / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK": "true",
            "SLIPWAY_RECORD": str(base / "record"),
        }
        return cls(project, base / "record", environment)

    def pulumi(self, *arguments: str) -> Ran:
        command = ["pulumi", *arguments, "--non-interactive", "--color", "never"]
        done = subprocess.run(
            command, cwd=self.project, env=self.environment, capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout + done.stderr)

    def init(self, *stacks: str) -> None:
        for stack in stacks:
            ran = self.pulumi("stack", "init", stack)
            assert ran.code == 0, ran.out

    def recorded(self) -> list[dict[str, Any]]:
        """What the provider was sent since the last time, without being configured."""
        if not self.record.exists():
            return []
        lines = [json.loads(line) for line in self.record.read_text().splitlines()]
        self.record.unlink()
        return [line for line in lines if line["done"] != "configure"]
