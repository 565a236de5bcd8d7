"""A real control plane on loopback: etcd, API server, controllers and scheduler, and nodes that kwok plays."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests import go_tools
from tests.e2e.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = "test-token"  # noqa: S105 - of a server on loopback that lives as long as a test run
_PROGRAMS = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kubectl")
_STAGES = (
    "kustomize/stage/node/fast/node-initialize.yaml",
    "kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
    "kustomize/stage/pod/fast/pod-ready.yaml",
    "kustomize/stage/pod/fast/pod-complete.yaml",
    "kustomize/stage/pod/fast/pod-delete.yaml",
)
_CONTROLLERS = {
    # An autoscaler without metrics still raises a workload to its minimum, at its next turn.
    "kube-controller-manager": [
        "--service-account-private-key-file=service-accounts.key",
        "--horizontal-pod-autoscaler-sync-period=1s",
        "--pvclaimbinder-sync-period=1s",
        # A namespace goes when every kind of object was looked for in it.
        "--kube-api-qps=1000",
        "--kube-api-burst=1000",
    ],
    "kube-scheduler": [],
}
_SECONDS_TO_END = 10


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Programs:
    """What a control plane is made of."""

    binaries: dict[str, Path]
    stages: list[Path]
    """How kwok plays nodes and pods."""


def programs() -> Programs:
    """Return the programs, built if need be.

    Raises:
        Unavailable: If they can't be built.
    """
    kwok = go_tools.module_folder("kubernetes", "sigs.k8s.io/kwok")
    return Programs({name: go_tools.binary(name) for name in _PROGRAMS}, [kwok / stage for stage in _STAGES])


@contextlib.contextmanager
def running(parts: Programs, folder: Path) -> Iterator[Cluster]:
    """Start a control plane in a folder, and end it."""
    binaries = parts.binaries
    with contextlib.ExitStack() as processes:
        server = _start_server(folder, binaries, processes)
        kubeconfig = _kubeconfig(folder, server)
        cluster = Cluster(kubeconfig, binaries["kubectl"])
        for name, more in _CONTROLLERS.items():
            arguments = [f"--kubeconfig={kubeconfig}", "--leader-elect=false", "--secure-port=0", *more]
            _start(folder, [str(binaries[name]), *arguments], processes)
        stages = [f"--config={stage}" for stage in parts.stages]
        kwok = [str(binaries["kwok"]), f"--kubeconfig={kubeconfig}", "--manage-all-nodes=true", *stages]
        _start(folder, kwok, processes)
        yield cluster


def _start_server(folder: Path, binaries: dict[str, Path], processes: contextlib.ExitStack) -> int:
    client, peer, secure = _free_port(), _free_port(), _free_port()
    etcd = [
        str(binaries["etcd"]),
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls=http://127.0.0.1:{client}",
        f"--advertise-client-urls=http://127.0.0.1:{client}",
        f"--listen-peer-urls=http://127.0.0.1:{peer}",
        "--unsafe-no-fsync",
    ]
    _start(folder, etcd, processes)
    key = folder / "service-accounts.key"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    (folder / "tokens").write_text(f"{_TOKEN},admin,1,system:masters\n")
    server = [
        str(binaries["kube-apiserver"]),
        f"--etcd-servers=http://127.0.0.1:{client}",
        f"--secure-port={secure}",
        "--bind-address=127.0.0.1",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={key}",
        f"--service-account-signing-key-file={key}",
        f"--cert-dir={folder / 'server'}",
        f"--token-auth-file={folder / 'tokens'}",
        "--authorization-mode=RBAC",
        "--allow-privileged=true",
    ]
    process = _start(folder, server, processes)
    _await_ready(process, secure, folder)
    return secure


def _start(folder: Path, command: list[str], processes: contextlib.ExitStack) -> subprocess.Popen[bytes]:
    log = processes.enter_context((folder / f"{Path(command[0]).name}.log").open("wb"))
    # A test run that is killed can't end its processes: where the system has the means, it ends them itself.
    tether = [setpriv, "--pdeathsig", "KILL", "--"] if (setpriv := shutil.which("setpriv")) else []
    process = subprocess.Popen(
        [*tether, *command], cwd=folder, stdout=log, stderr=log, env={"PATH": os.environ["PATH"]}
    )

    def end() -> None:
        process.terminate()
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    processes.callback(end)
    return process


def _await_ready(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Ask until the server answers; a server that ends is told with its last words."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # its certificate is its own, on loopback
    request = urllib.request.Request(f"https://127.0.0.1:{port}/readyz", headers={"Authorization": f"Bearer {_TOKEN}"})
    while process.poll() is None:
        try:
            with urllib.request.urlopen(request, context=context, timeout=5) as answer:  # noqa: S310 - https, above
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            # Nothing to wait on but the process itself: it either ends or answers.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
    raise AssertionError((folder / "kube-apiserver.log").read_text()[-2000:])


def _kubeconfig(folder: Path, port: int) -> Path:
    path = folder / "kubeconfig"
    cluster = {"server": f"https://127.0.0.1:{port}", "insecure-skip-tls-verify": True}
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "test", "cluster": cluster}],
        "users": [{"name": "admin", "user": {"token": _TOKEN}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "admin"}}],
        "current-context": "test",
    }
    path.write_text(json.dumps(content))
    return path
