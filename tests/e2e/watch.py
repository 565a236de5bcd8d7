"""Wait for a state by watching for it, up to a deadline; never by sleeping."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

SECONDS = 60
"""Time that a state may take to come about; on a quiet machine each takes a few seconds."""


def until(cluster: Cluster, path: str, holds: Callable[[Collection[Manifest]], bool], seconds: int = SECONDS) -> None:
    """Watch the objects of a collection, such as ``/api/v1/namespaces/models/pods``, until something holds of them."""
    listed = json.loads(cluster.read("get", "--raw", path))
    found = {_key(one): one for one in listed["items"]}
    if holds(found.values()):
        return
    since = listed["metadata"]["resourceVersion"]
    # The server ends the watch at the deadline, and with it the loop.
    command = cluster.command("get", "--raw", f"{path}?watch=1&resourceVersion={since}&timeoutSeconds={seconds}")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout or ():
                event = json.loads(line)
                found[_key(event["object"])] = event["object"]
                if event["type"] == "DELETED":
                    del found[_key(event["object"])]
                if holds(found.values()):
                    return
        finally:
            process.terminate()
    raise AssertionError(f"not within {seconds} s: {json.dumps([_gist(one) for one in found.values()], indent=1)}")


def _key(manifest: Manifest) -> tuple[str, str]:
    return manifest["metadata"].get("namespace", ""), manifest["metadata"]["name"]


def _gist(manifest: Manifest) -> Manifest:
    return {"name": manifest["metadata"]["name"], "status": manifest.get("status")}
