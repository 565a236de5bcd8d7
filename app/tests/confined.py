"""What a pod's security context asks of the kernel, asked here without a container engine: as root, on Linux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    Manifest = dict[str, Any]

# In a mount namespace of its own: everything is read-only but the mounts that the container may write to.
_SCRIPT = """
root=$1; shift
mount --bind "$root" "$root"
while [ "$1" != -- ]; do mount --bind "$1" "$1"; shift; done; shift
mount -o remount,bind,ro "$root"
mount -o remount,bind,ro /
exec "$@"
"""
_USER = 10001


@cache
def possible() -> bool:
    """Return whether this process may do so, and the user of manifests may run this Python."""
    if os.getuid() != 0 or not (shutil.which("unshare") and shutil.which("setpriv")):
        return False
    probe = ["unshare", "--mount", *_drop(_USER, _USER), sys.executable, "-c", ""]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def confined(command: list[str], pod: Manifest, container: Manifest, root: Path) -> list[str]:
    """Return the command line that runs a container's command, whose mounts are below ``root``, as the pod says."""
    security = {**pod["securityContext"], **container["securityContext"]}
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert (security["allowPrivilegeEscalation"], security["readOnlyRootFilesystem"]) == (False, True)
    user, group = security["runAsUser"], security["runAsGroup"]
    writable = [
        root / mount["mountPath"].lstrip("/") for mount in container["volumeMounts"] if not _is_read_only(mount)
    ]
    for folder in writable:
        folder.mkdir(exist_ok=True)
        os.chown(folder, user, pod["securityContext"]["fsGroup"])
    script = ["sh", "-ec", _SCRIPT, "sh", str(root), *map(str, writable), "--"]
    return ["unshare", "--mount", "--propagation", "private", *script, *_drop(user, group), *command]


def _is_read_only(mount: Manifest) -> bool:
    """A ConfigMap's volume is read-only, whatever its mount says."""
    return bool(mount.get("readOnly")) or mount["name"] == "config"


def _drop(user: int, group: int) -> list[str]:
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={group}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
    ]


def state(pid: int) -> dict[str, str]:
    """Return what the kernel says of a process that the security context is about."""
    with open(f"/proc/{pid}/status") as status:  # noqa: PTH123 - no file of ours
        lines = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    return {name: lines[name].split()[0] for name in ("Uid", "Gid", "CapEff", "CapPrm", "CapBnd", "NoNewPrivs")}
