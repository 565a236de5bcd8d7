"""Definitions of the custom resources that Slipway renders.

Most are read from the Go modules that publish them. Of those that no module has, ``definitions/`` states the part that
Slipway renders, each with the file that it was held against.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests import go_tools

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Manifest
    from tests.e2e.cluster import Cluster

_PUBLISHED = (
    ("sigs.k8s.io/gateway-api@v1.6.3", "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=", "config/crd/standard"),
    (
        "github.com/prometheus-operator/prometheus-operator@v0.93.0",
        "h1:AohlYJT+En8TmNpAcEUJ3GsaJTAqfEBwHmGTVpRm/Io=",
        "example/prometheus-operator-crd",
    ),
    ("github.com/kedacore/keda/v2@v2.21.0", "h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=", "config/crd/bases"),
    (
        "github.com/external-secrets/external-secrets@v1.3.2",
        "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
        "config/crds/bases",
    ),
)
"""Module at its version, the checksum of its sources, and the folder with the definitions."""
_STATED = Path(__file__).parent / "definitions"
_NOT_PUBLISHED = {"cloud.google.com": "GKE installs the definitions itself, and no Go module has them"}
"""API group → why no server but the cloud's can judge its objects."""


def folders() -> list[Path]:
    """Return the folders of definitions.

    Raises:
        Unavailable: If a module can't be had, or isn't the one that was pinned.
    """
    published = [go_tools.published(module, checksum) / folder for module, checksum, folder in _PUBLISHED]
    return [*published, _STATED]


def install(cluster: Cluster, definitions: Iterable[Path]) -> None:
    """Define the custom resources, and wait until the server knows them."""
    files = [f"--filename={file}" for folder in definitions for file in sorted(folder.glob("*_*.yaml"))]
    cluster.read("create", "--validate=false", *files)
    cluster.read("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s")


def unjudged(manifests: Iterable[Manifest]) -> dict[str, str]:
    """Return the kinds among the objects that only their cloud's server knows, and why."""
    kinds = {(one["apiVersion"].partition("/")[0], one["kind"]) for one in manifests}
    return {kind: _NOT_PUBLISHED[group] for group, kind in sorted(kinds) if group in _NOT_PUBLISHED}


def judged(manifests: Iterable[Manifest]) -> list[Manifest]:
    """Return the objects whose kinds the server knows, or should."""
    return [one for one in manifests if one["apiVersion"].partition("/")[0] not in _NOT_PUBLISHED]
