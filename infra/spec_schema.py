"""The JSON Schemas for editors: of a model's file with its overlays, in which nothing is required, and of a preset."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from infra.described_schema import DescribedSchema
from infra.presets import OF_A_SPEC
from models.spec import ModelSpec

if TYPE_CHECKING:
    from infra.manifest import Json

_PARTIAL = "Partial"
_OVERLAY = f"#/$defs/{_PARTIAL}ModelSpec"


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12)."""
    whole = ModelSpec.model_json_schema(schema_generator=DescribedSchema)
    definitions = whole.pop("$defs")
    variant = definitions["Variant"]["properties"]["spec"]
    definitions["Variant"]["properties"]["spec"] = {"$ref": _OVERLAY, "description": variant["description"]}
    overlay = _partial(whole)
    partial = {f"{_PARTIAL}{name}": _partial(definition) for name, definition in definitions.items()}
    overlays = {
        "type": "object",
        "description": "What differs in an environment or a stack: laid over the spec; null removes a field.",
        "additionalProperties": {"$ref": _OVERLAY},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "properties": {**whole["properties"], "environments": overlays},
        "$defs": {**definitions, **partial, f"{_PARTIAL}ModelSpec": overlay},
    }


def preset_schema() -> dict[str, Any]:
    """Return the schema of a preset: any field of a spec but those that only a model has."""
    whole = schema()
    known = whole["$defs"]
    fields = {
        name: field for name, field in known[f"{_PARTIAL}ModelSpec"]["properties"].items() if name not in OF_A_SPEC
    }
    return {
        "$schema": whole["$schema"],
        "title": "Preset",
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
        "$defs": {name: definition for name, definition in known.items() if name.startswith(_PARTIAL)},
    }


def text(of: dict[str, Any]) -> str:
    """Return a schema as a file."""
    return json.dumps(of, indent=2, ensure_ascii=False) + "\n"


def _partial(definition: dict[str, Any]) -> dict[str, Any]:
    """Return the definition with nothing required, null allowed, and every reference to a partial one."""
    result = copy.deepcopy(definition)
    if "properties" not in result:
        return result
    result.pop("required", None)
    result.pop("description", None)
    result["properties"] = {name: _or_null(_rewired(field)) for name, field in result["properties"].items()}
    return result


def _or_null(field: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [field, {"type": "null"}]}


def _rewired(node: Json) -> Json:
    if isinstance(node, list):
        return [_rewired(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    # A discriminator needs its field, which an overlay may leave to the spec.
    return {key: _rewired_value(key, value) for key, value in node.items() if key not in {"discriminator", "default"}}


def _rewired_value(key: str, value: Json) -> Json:
    if key != "$ref" or value == _OVERLAY:
        return _rewired(value)
    return value.replace("#/$defs/", f"#/$defs/{_PARTIAL}")
