"""A real control plane on loopback: etcd, API server, controllers and scheduler, and nodes that kwok plays."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import go_tools

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


@dataclass(frozen=True)
class Cluster:
    """A control plane that runs."""

    kubeconfig: Path
    kubectl_binary: Path

    def kubectl(self, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [str(self.kubectl_binary), f"--kubeconfig={self.kubeconfig}", *arguments]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False)

    def objects(self, *arguments: str) -> list[dict[str, Any]]:
        done = self.kubectl("get", *arguments, "-o", "json")
        assert done.returncode == 0, done.stderr
        items: list[dict[str, Any]] = json.loads(done.stdout)["items"]
        return items


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Start a control plane in a folder, and end it.

    Raises:
        Unavailable: If its programs can't be built.
    """
    programs = {name: go_tools.binary(name) for name in _PROGRAMS}
    modules = go_tools.module_folder("kubernetes", "sigs.k8s.io/kwok")
    with contextlib.ExitStack() as processes:
        server = _start_server(folder, programs, processes)
        kubeconfig = _kubeconfig(folder, server)
        cluster = Cluster(kubeconfig, programs["kubectl"])
        keys = {"kube-controller-manager": [f"--service-account-private-key-file={folder / 'service-accounts.key'}"]}
        for name in ("kube-controller-manager", "kube-scheduler"):
            arguments = [f"--kubeconfig={kubeconfig}", "--leader-elect=false", f"--secure-port={_free_port()}"]
            arguments += [f"--cert-dir={folder / name}", *keys.get(name, [])]
            _start(folder, [str(programs[name]), *arguments], processes)
        stages = [f"--config={modules / stage}" for stage in _STAGES]
        kwok = [str(programs["kwok"]), f"--kubeconfig={kubeconfig}", "--manage-all-nodes=true", *stages]
        _start(folder, kwok, processes)
        yield cluster


def _start_server(folder: Path, programs: dict[str, Path], processes: contextlib.ExitStack) -> int:
    client, peer, secure = _free_port(), _free_port(), _free_port()
    etcd = [
        str(programs["etcd"]),
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
        str(programs["kube-apiserver"]),
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
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={"PATH": os.environ["PATH"]})

    def end() -> None:
        process.terminate()
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
