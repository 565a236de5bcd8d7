"""Objects put on a cluster and taken off again, as strictly as the server can judge them."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, NamedTuple

from infra.manifest import in_apply_order
from tests.e2e.watch import SECONDS, until

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

_STRICT = ("--server-side", "--validate=strict", "--filename=-")


class Trial(NamedTuple):
    """What the server would make of objects."""

    objections: str
    """What it refuses, and what it warns of."""
    objects: list[tuple[Manifest, Manifest]]
    """Each object that it takes as it was sent, and as it would be kept."""


def tried(cluster: Cluster, manifests: Iterable[Manifest]) -> Trial:
    """Ask the server to take the objects, without keeping them; their namespaces must be there."""
    sent = in_apply_order(list(manifests))
    done = cluster.kubectl("apply", "--dry-run=server", "--output=json", *_STRICT, text=as_list(sent))
    kept = json.loads(done.stdout) if done.stdout else {"items": []}
    return Trial(done.stderr, list(zip(sent, kept.get("items", [kept]), strict=False)))


def applied(cluster: Cluster, manifests: Iterable[Manifest]) -> None:
    """Apply, and let nothing pass that the server warns of or refuses."""
    objects = list(manifests)
    if not objects:
        return
    done = cluster.kubectl("apply", *_STRICT, text=as_list(objects))
    assert (done.returncode, done.stderr) == (0, "")


@contextlib.contextmanager
def present(cluster: Cluster, manifests: Iterable[Manifest]) -> Iterator[None]:
    """Apply the objects, and remove them with everything in their namespaces."""
    objects = list(manifests)
    namespaces = _names(objects, "Namespace")
    until(cluster, "/api/v1/namespaces", lambda live: not any(_is_ending(one, namespaces) for one in live))
    fleet = [one for one in objects if one["kind"] == "Node"]
    try:
        # Pods that come before a second node is ready would all be put on the first.
        applied(cluster, fleet)
        until(cluster, "/api/v1/nodes", lambda live: _names(fleet, "Node") <= {*filter(None, map(_if_ready, live))})
        applied(cluster, [one for one in objects if one not in fleet])
        yield
    finally:
        _remove(cluster, objects)


def _remove(cluster: Cluster, objects: list[Manifest]) -> None:
    """Remove the objects, what others need last, and don't wait for namespaces: they take five seconds to go."""
    ground = [one for one in objects if one["kind"] in {"Node", "PersistentVolume"}]
    namespaces = _names(objects, "Namespace")
    _deleted(cluster, [one for one in objects if one not in ground and one["kind"] != "Namespace"], "--wait=false")
    # A namespace with pods would wait for half their grace period, and one with claims for another turn.
    until(cluster, "/api/v1/pods", lambda pods: not any(one["metadata"]["namespace"] in namespaces for one in pods))
    for namespace in sorted(namespaces):
        cluster.kubectl("delete", "persistentvolumeclaims", "--all", "-n", namespace, f"--timeout={SECONDS}s")
    _deleted(cluster, ground, f"--timeout={SECONDS}s")
    _deleted(cluster, [one for one in objects if one["kind"] == "Namespace"], "--wait=false")


def _if_ready(node: Manifest) -> str | None:
    conditions = node.get("status", {}).get("conditions", [])
    ready = any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)
    return node["metadata"]["name"] if ready else None


def _is_ending(namespace: Manifest, names: set[str]) -> bool:
    return namespace["metadata"]["name"] in names and namespace["status"]["phase"] == "Terminating"


def _names(manifests: Iterable[Manifest], kind: str) -> set[str]:
    return {one["metadata"]["name"] for one in manifests if one["kind"] == kind}


def _deleted(cluster: Cluster, manifests: list[Manifest], *how: str) -> None:
    if not manifests:
        return
    done = cluster.kubectl("delete", "--ignore-not-found", *how, "--filename=-", text=as_list(manifests))
    assert done.returncode == 0, done.stderr


def state(cluster: Cluster, manifests: Iterable[Manifest]) -> list[Manifest]:
    """Return the objects as they are on the server, in the same order."""
    listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(manifests)})
    done = cluster.kubectl("get", "--output=json", "--filename=-", text=listed)
    assert done.returncode == 0, done.stderr
    found: list[Manifest] = json.loads(done.stdout)["items"]
    return found


def as_list(manifests: Iterable[Manifest]) -> str:
    """Return the objects as kubectl reads them, in the order in which Argo CD and Flux apply kinds."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": in_apply_order(list(manifests))})


def volumes(manifests: Iterable[Manifest]) -> list[Manifest]:
    """Return a volume for each claim of the objects, because nothing here makes any."""
    objects = list(manifests)
    templates = [
        claim
        for one in objects
        if one["kind"] == "StatefulSet"
        for claim in one["spec"].get("volumeClaimTemplates", []) * one["spec"].get("replicas", 1)
    ]
    claims = [one for one in objects if one["kind"] == "PersistentVolumeClaim"] + templates
    return [_volume(number, claim["spec"]) for number, claim in enumerate(claims)]


def _volume(number: int, claim: Manifest) -> Manifest:
    spec = {
        "capacity": {"storage": claim["resources"]["requests"]["storage"]},
        "accessModes": claim["accessModes"],
        "storageClassName": claim.get("storageClassName", ""),
        "hostPath": {"path": f"/volumes/{number}"},
    }
    return {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": f"volume-{number}"}, "spec": spec}
