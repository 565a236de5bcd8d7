"""A control plane that runs, as kubectl sees it."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from infra.manifest import Manifest


@dataclass(frozen=True)
class Cluster:
    """A control plane and the means to speak to it."""

    kubeconfig: Path
    kubectl_binary: Path

    def kubectl(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*arguments), input=text, capture_output=True, text=True, check=False)

    def command(self, *arguments: str) -> list[str]:
        return [str(self.kubectl_binary), f"--kubeconfig={self.kubeconfig}", *arguments]

    def read(self, *arguments: str) -> str:
        """Run what must succeed, and return what it prints."""
        done = self.kubectl(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), f"kubectl {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def objects(self, *arguments: str) -> list[Manifest]:
        items: list[Manifest] = json.loads(self.read("get", *arguments, "-o", "json"))["items"]
        return items

    def object(self, *arguments: str) -> Manifest:
        found: Manifest = json.loads(self.read("get", *arguments, "-o", "json"))
        return found
