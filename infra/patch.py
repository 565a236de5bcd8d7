"""Patches as ``kubectl patch`` takes them: mappings merge, lists of named things merge by name, null removes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.manifest import Json

_MERGE_KEYS = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "imagePullSecrets": ("name",),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey",),
    "ports": ("containerPort", "port"),
}
"""Lists of the core and apps APIs that merge, with what tells their items apart: ``patchMergeKey`` of their types."""


def patched(value: Json, patch: Json, name: str = "") -> Json:
    """Return ``value`` with the patch merged into it; ``name`` is the field that holds it."""
    if isinstance(patch, dict):
        below = value if isinstance(value, dict) else {}
        kept = {key: inner for key, inner in below.items() if key not in patch}
        laid = {key: patched(below.get(key), inner, key) for key, inner in patch.items() if inner is not None}
        return {key: laid.get(key, kept.get(key)) for key in (*below, *laid) if key in laid or key in kept}
    if isinstance(patch, list) and isinstance(value, list) and merge_key(name, patch):
        return _merged_list(value, patch, name)
    return patch


def merge_key(name: str, patch: list[Json]) -> str | None:
    """Return the field by which items of a list are told apart; None for a list that is replaced as a whole."""
    for key in _MERGE_KEYS.get(name, ()):
        if patch and all(isinstance(item, dict) and key in item for item in patch):
            return key
    return None


def _merged_list(value: list[Json], patch: list[Json], name: str) -> list[Json]:
    key = merge_key(name, patch) or ""
    laid = {item[key]: item for item in patch}
    known = [item.get(key) for item in value if isinstance(item, dict)]
    result = [patched(item, laid[item[key]]) if item.get(key) in laid else item for item in value]
    result += [patched({}, item) for item in patch if item[key] not in known]
    return [item for item in result if item.get("$patch") != "delete"]


def changed(before: Json, after: Json, pointer: str = "") -> list[str]:
    """Return what differs between two values, as JSON pointers into the second; a removed item counts for its list."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted({*before, *after})
        return [
            found
            for key in keys
            for found in _changed_field(before, after, key, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [found for index, (old, new) in pairs for found in changed(old, new, f"{pointer}/{index}")]
    return [] if before == after else [pointer]


def _changed_field(before: dict[str, Json], after: dict[str, Json], key: str, pointer: str) -> list[str]:
    if key in before and key in after:
        return changed(before[key], after[key], pointer)
    return [pointer]


def source_in(patch: Json, value: Json, path: tuple[str | int, ...], name: str = "") -> tuple[str | int, ...] | None:
    """Return the place in a patch that decides about a place in the patched value; None if it doesn't touch it."""
    if not path or not isinstance(patch, dict | list):
        return ()
    key = path[0]
    inside: Json = key if isinstance(patch, dict) else _item(patch, value, key, name)
    found = source_in(patch[inside], _below(value, key), path[1:], str(key)) if _has(patch, inside) else None
    return None if inside is None or found is None else (inside, *found)


def _has(patch: Json, key: str | int | None) -> bool:
    return key in patch if isinstance(patch, dict) else key is not None


def _below(value: Json, key: str | int) -> Json:
    if isinstance(value, list):
        return value[key] if isinstance(key, int) and key < len(value) else None
    return value.get(key) if isinstance(value, dict) else None


def _item(patch: list[Json], value: Json, index: str | int, name: str) -> int | None:
    """Return which item of a patch an item of the patched list comes from."""
    key = merge_key(name, patch)
    if key is None:
        return index if isinstance(index, int) and index < len(patch) else None
    item = _below(value, index)
    return next((place for place, one in enumerate(patch) if item and one[key] == item.get(key)), None)
