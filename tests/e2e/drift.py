"""What a GitOps controller would see as drift between a rendered object and the live one.

Argo CD and Flux compare what they would send with what is there. A field that the server adds to a mapping is nobody's
business, but a list without a merge key is replaced whole: whatever the server adds inside one of its items is a
difference that comes back after every sync (argo-cd#8767, argo-helm#3538). Lists of built-in kinds have the merge keys
that the server publishes; those of custom resources have none, because they are patched by JSON merge patch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.manifest import Json, Manifest
    from tests.e2e.cluster import Cluster

Schema: TypeAlias = "dict[str, Json]"
_NO_DRIFT = {
    "StatefulSet/spec/volumeClaimTemplates/0/status": "charts that state the claim's version and kind, and no status, "
    "are in sync (argo-cd#11143, minio#18770)",
}
"""What the server adds to items of lists and is known not to matter, with the evidence."""


class Schemas:
    """The server's own description of its kinds, as far as it tells how lists are merged."""

    def __init__(self, cluster: Cluster) -> None:
        self._definitions: dict[str, Schema] = json.loads(cluster.read("get", "--raw", "/openapi/v2"))["definitions"]
        self._kinds = {
            (kind["group"], kind["version"], kind["kind"]): name
            for name, schema in self._definitions.items()
            if name.startswith("io.k8s.")
            for kind in schema.get("x-kubernetes-group-version-kind", [])
        }

    def of(self, manifest: Manifest) -> Schema:
        """Return the schema of a built-in kind; that of any other says nothing."""
        group, _, version = manifest["apiVersion"].rpartition("/")
        return self._definitions.get(self._kinds.get((group, version, manifest["kind"]), ""), {})

    def below(self, schema: Schema, key: str) -> Schema:
        """Return the schema of a field, or of the items of a list or mapping."""
        found = schema.get("properties", {}).get(key) or schema.get("additionalProperties") or schema.get("items") or {}
        name = found.get("$ref", "").removeprefix("#/definitions/")
        return {**self._definitions.get(name, {}), **found}


def drift(rendered: Manifest, live: Manifest, schemas: Schemas) -> list[str]:
    """Return the JSON pointers at which the two differ for Argo CD, with what is live there."""
    found = [f"{rendered['kind']}{line}" for line in _Comparison(schemas).of("", rendered, live, schemas.of(rendered))]
    return [line for line in found if not any(map(line.startswith, _NO_DRIFT))]


@dataclass(frozen=True)
class _Comparison:
    schemas: Schemas

    def of(self, at: str, mine: Json, live: Json, schema: Schema | None) -> Iterator[str]:
        """Compare; without a schema the two are parts of an item that is replaced whole, so additions count too."""
        if isinstance(mine, dict) and isinstance(live, dict):
            added = sorted(live.keys() - mine.keys()) if schema is None else []
            yield from (f"{at}/{key}: {live[key]!r} is added" for key in added)
            for key, value in mine.items():
                below = None if schema is None else self.schemas.below(schema, key)
                yield from self.of(f"{at}/{key}", value, live.get(key), below)
        elif isinstance(mine, list) and isinstance(live, list):
            yield from self._lists(at, mine, live, schema or {})
        elif mine != live:
            yield f"{at}: {live!r}"

    def _lists(self, at: str, mine: list[Json], live: list[Json], schema: Schema) -> Iterator[str]:
        key = schema.get("x-kubernetes-patch-merge-key")
        if key is None and len(mine) != len(live):
            yield f"{at}: {live!r}"
        items = self.schemas.below(schema, "") if key else None
        left = list(live)
        for number, one in enumerate(mine):
            yield from self.of(f"{at}/{number}", one, _taken(left, one, key), items)


def _taken(live: list[Json], wanted: Json, key: str | None) -> Json:
    """Take out the item that is meant: the first with the same key, or just the first."""
    for number, one in enumerate(live):
        if key is None or one.get(key) == wanted.get(key):
            return live.pop(number)
    return None
