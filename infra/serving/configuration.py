"""The server's configuration: a ConfigMap named after its content, so that a change rolls the pods."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Manifest
    from infra.provenance import Sources
    from infra.serving.target import Target

SOURCES: Sources = {("ConfigMap", ""): "runtime"}


def name_of(target: Target) -> str:
    """Return the ConfigMap's name: the model's and ten hex digits of its content's hash."""
    content = json.dumps(dict(target.server.config), sort_keys=True)
    return f"{target.name}-config-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


def config_maps(target: Target) -> list[Manifest]:
    """Return the ConfigMap, or nothing for a server that takes its options as arguments."""
    if not target.server.config:
        return []
    manifest = target.manifest("v1", "ConfigMap", name_of(target))
    return [{**manifest, "immutable": True, "data": dict(target.server.config)}]
