"""The bundle that any OPA loads: ``opa run --server --bundle DIR``, then ask ``/v1/data/main/result``."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from infra.export.exported import Exported

if TYPE_CHECKING:
    from infra.policy.bundle import Bundle


def as_opa_bundle(bundle: Bundle) -> Exported:
    """Return the bundle, whole: whoever asks gives all objects at once."""
    data = {f"{name}/data.json": json.dumps(value, indent=1) + "\n" for name, value in bundle.data.items()}
    files = {**bundle.modules, **data}
    roots = sorted({path.split("/")[0].removesuffix(".rego") for path in files} - {"conftest"})
    revision = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    manifest = {"revision": revision, "roots": roots, "rego_version": 1}
    return Exported({".manifest": json.dumps(manifest) + "\n", **files}, {})
