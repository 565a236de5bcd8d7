"""Builds the Go-written tools that tests run, from the pins in ``tools/``, once for each pin and Go version."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

TOOLS = Path(__file__).parent.parent / "tools"
PACKAGES = {
    "opa": ("policy", "github.com/open-policy-agent/opa"),
    "pod-security": ("pod-security", "."),
}


class Unavailable(Exception):  # noqa: N818 - no error where a skip is meant
    """The tool can't be built here; the message says why."""


def binary(name: str) -> Path:
    """Return the tool, built if it is not in the cache yet.

    Raises:
        Unavailable: If there is no Go, or the build fails.
    """
    module, package = PACKAGES[name]
    folder = _cache() / _key(TOOLS / module)
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / name
    # Test processes run side by side: one builds, the others wait for it.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            _build(TOOLS / module, package, built)
    return built


def source(tool: str, module: str) -> Path:
    """Return the folder of a Go module that a tool is built from.

    Raises:
        Unavailable: If there is no Go, or the module can't be fetched.
    """
    folder, _ = PACKAGES[tool]
    return Path(_go("list", "-m", "-f", "{{.Dir}}", module, cwd=TOOLS / folder).strip())


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "slipway-tools"


def _key(module: Path) -> str:
    pins = hashlib.sha256((module / "go.mod").read_bytes() + (module / "go.sum").read_bytes())
    for file in sorted(module.glob("*.go")):
        pins.update(file.read_bytes())
    pins.update(_go("version", cwd=module).encode())
    return f"{module.name}-{pins.hexdigest()[:16]}"


def _build(module: Path, package: str, target: Path) -> None:
    fresh = target.with_suffix(".new")
    _go("build", "-o", str(fresh), package, cwd=module)
    fresh.rename(target)


def _go(*arguments: str, cwd: Path) -> str:
    go = shutil.which("go")
    if go is None:
        raise Unavailable("needs Go on PATH to build the tool from tools/")
    done = subprocess.run([go, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"`go {arguments[0]}` failed: {done.stderr.strip()[-400:]}")
    return done.stdout
