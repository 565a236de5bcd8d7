"""Builds the Go-written tools that tests run, from the pins in ``tools/``, once for each pin and Go version."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

TOOLS = Path(__file__).parent.parent / "tools"
PACKAGES = {
    "conftest": ("policy", "github.com/open-policy-agent/conftest"),
    "opa": ("policy", "github.com/open-policy-agent/opa"),
    "pulumi": ("pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"),
    "pulumi-language-python": (
        "pulumi-language-python",
        "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
    ),
    "kube-apiserver": ("kubernetes", "k8s.io/kubernetes/cmd/kube-apiserver"),
    "kube-controller-manager": ("kubernetes", "k8s.io/kubernetes/cmd/kube-controller-manager"),
    "kube-scheduler": ("kubernetes", "k8s.io/kubernetes/cmd/kube-scheduler"),
    "kubectl": ("kubernetes", "k8s.io/kubernetes/cmd/kubectl"),
    "kwok": ("kubernetes", "sigs.k8s.io/kwok/cmd/kwok"),
    "etcd": ("kubernetes", "go.etcd.io/etcd/server/v3"),
    "promtool": ("prometheus", "github.com/prometheus/prometheus/cmd/promtool"),
    "pod-security": ("pod-security", "."),
}
# A build without a version prints none, and Pulumi's Automation API asks for it.
_FLAGS = {"pulumi": ("-ldflags", "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.246.0")}
# The clients of thirty clouds are most of a build, and none of them is used.
_TAGS = {"promtool": ("-tags", "remove_all_sd,enable_kubernetes_sd")}
_BESIDE = {"pulumi-language-python": ("github.com/pulumi/pulumi/sdk/v3", "python/cmd/pulumi-language-python-exec")}
"""A script that a tool runs and expects in its own folder: the module that has it, and where."""


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


def module_folder(tools: str, module: str) -> Path:
    """Return the sources of a module that a folder of ``tools/`` pins, downloaded if need be.

    Raises:
        Unavailable: If there is no Go, or the module can't be had.
    """
    _go("mod", "download", module, cwd=TOOLS / tools)
    return Path(_go("list", "-m", "-f", "{{.Dir}}", module, cwd=TOOLS / tools).strip())


def published(module: str, checksum: str) -> Path:
    """Return the sources of a module at a version (``module@version``), if they are those with the checksum.

    Raises:
        Unavailable: If there is no Go, or the module can't be had.
    """
    found = json.loads(_go("mod", "download", "-json", module, cwd=TOOLS))
    if found["Sum"] != checksum:
        raise Unavailable(f"{module} has the checksum {found['Sum']}, not {checksum}")
    return Path(found["Dir"])


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "slipway-tools"


def _key(module: Path) -> str:
    pins = hashlib.sha256((module / "go.mod").read_bytes() + (module / "go.sum").read_bytes())
    for file in sorted(module.glob("*.go")):
        pins.update(file.read_bytes())
    pins.update(_go("version", cwd=module).encode() + repr(_FLAGS).encode())
    tags = {name: tags for name, tags in _TAGS.items() if PACKAGES[name][0] == module.name}
    if tags:
        pins.update(repr(tags).encode())
    return f"{module.name}-{pins.hexdigest()[:16]}"


def _build(module: Path, package: str, target: Path) -> None:
    fresh = target.with_suffix(".new")
    options = _FLAGS.get(target.name, ()) + _TAGS.get(target.name, ())
    _go("build", *options, "-o", str(fresh), package, cwd=module)
    if target.name in _BESIDE:
        library, script = _BESIDE[target.name]
        copy = target.parent / Path(script).name
        shutil.copy(module_folder(module.name, library) / script, copy)
        copy.chmod(0o755)
    fresh.rename(target)


def _go(*arguments: str, cwd: Path) -> str:
    go = shutil.which("go")
    if go is None:
        raise Unavailable("needs Go on PATH to build the tool from tools/")
    done = subprocess.run([go, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"`go {arguments[0]}` failed: {done.stderr.strip()[-400:]}")
    return done.stdout
