"""How long Pulumi waits for an object: annotations that only Pulumi reads, and that rendered YAML never carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest

_TIMEOUT = "pulumi.com/timeoutSeconds"
_SKIP = "pulumi.com/skipAwait"
_MARGIN_SECONDS = 60


def patient(manifest: Manifest) -> Manifest:
    """Return the object as Pulumi is to await it; the one that was judged is left as it is."""
    annotations = _annotations(manifest)
    if not annotations:
        return manifest
    metadata = manifest["metadata"]
    return {**manifest, "metadata": {**metadata, "annotations": {**metadata.get("annotations", {}), **annotations}}}


def _annotations(manifest: Manifest) -> dict[str, str]:
    if manifest["kind"] == "PersistentVolumeClaim":
        # A volume is bound when its first pod is scheduled, and that pod is declared after it.
        return {_SKIP: "true"}
    if manifest["kind"] == "Job":
        # A batch may run for hours, and whether it succeeds is not whether it was deployed.
        return {_SKIP: "true"}
    deadline = manifest.get("spec", {}).get("progressDeadlineSeconds") if manifest["kind"] == "Deployment" else None
    # Pulumi gives up after ten minutes, and a large model may still be loading; the cluster's own deadline decides.
    return {_TIMEOUT: str(deadline + _MARGIN_SECONDS)} if deadline else {}
