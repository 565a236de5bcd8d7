"""From pydantic's errors to ours: what is wrong, at which line, in which field, and the way out."""

from __future__ import annotations

import dataclasses
import difflib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from infra.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

Model = TypeVar("Model", bound=BaseModel)
FieldPath = tuple[str | int, ...]


def validate(
    model: type[Model], data: dict[str, Any], place: Callable[[FieldPath], Place | str], prefix: str = ""
) -> Model:
    """Return the validated part.

    Args:
        model: The part's type.
        data: What was read from a file.
        place: Where a field stands.
        prefix: What the file writes before the names of the fields.

    Raises:
        InputError: With one problem for each thing that is wrong, in the order of the fields' names.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [_problem(model, data, detail, place) for detail in error.errors(include_url=False)]
        named = [dataclasses.replace(one, field=prefix + one.field) for one in problems]
        raise InputError(*sorted(named, key=lambda problem: problem.field)) from None


def _problem(
    model: type[BaseModel], data: dict[str, Any], detail: ErrorDetails, place: Callable[[FieldPath], Place | str]
) -> Problem:
    context = detail.get("ctx", {})
    path = _in_data(data, detail["loc"], missing=detail["type"] == "missing")
    inner = tuple(part for part in str(context.get("field", "")).split(".") if part)
    field = ".".join(str(part) for part in (*path, *inner))
    what, fix = _words(model, detail, path)
    return Problem(what, fix, place((*path, *inner)), field)


def _in_data(data: object, location: tuple[str | int, ...], *, missing: bool) -> FieldPath:
    """Return the location without the names of union members, which pydantic adds and no file contains.

    The last part of a field that is ``missing`` isn't in the data either.
    """
    path: list[str | int] = []
    for index, part in enumerate(location):
        inner = _child(data, part)
        if inner is not None:
            data = inner[0]
            path.append(part)
        elif missing and index == len(location) - 1:
            path.append(part)
    return tuple(path)


def _child(data: object, part: str | int) -> tuple[object] | None:
    match data, part:
        case dict(), str() if part in data:
            return (data[part],)
        case list(), int() if part < len(data):
            return (data[part],)
        case _:
            return None


def _words(model: type[BaseModel], detail: ErrorDetails, path: FieldPath) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "refused":
        return str(context["what"]), str(context["fix"])
    if kind == "extra_forbidden":
        return "unknown field", _nearest(str(path[-1]), sorted(_fields_beside(model, path)))
    if kind == "missing":
        return "this field is missing", f"add {path[-1]}"
    if kind in {"model_type", "model_attributes_type"}:
        return "not a mapping", f"write its fields: {', '.join(sorted(_fields_beside(model, (*path, ''))))}"
    return _words_for_a_value(kind, detail)


_KINDS = {
    "int_": ("a whole number", "write digits only"),
    "float_": ("a number", "write digits and at most one dot"),
    "bool_": ("true or false", "write true or false, without quotes"),
    "string_": ("text", "put it in quotes"),
    "tuple_": ("a list", "write [one, two]"),
    "dict_": ("a mapping", "write name: value pairs below it"),
}


def _words_for_a_value(kind: str, detail: ErrorDetails) -> tuple[str, str]:
    context = detail.get("ctx", {})
    if kind == "union_tag_invalid":
        return f"{context['tag']} is not known", f"choose {context['expected_tags']}"
    if kind == "literal_error":
        return f"{detail['input']!r} is not known", f"choose {context['expected']}"
    wrong_type = kind.endswith(("_type", "_parsing", "_from_float"))
    for prefix, (what, fix) in _KINDS.items():
        if wrong_type and kind.startswith(prefix):
            return f"not {what}", fix
    return detail["msg"][:1].lower() + detail["msg"][1:], "change it to fit"


def _nearest(name: str, known: list[str]) -> str:
    if name in known:
        return "remove it; only another kind of this part has it"
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"


def _fields_beside(model: type[BaseModel], path: FieldPath) -> set[str]:
    """Return the names of the fields that the part around ``path`` knows, as far as types alone tell."""
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in path[:-1]:
        inner = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        node = _resolved(schema, inner)
    options = [_resolved(schema, option) for option in node.get("anyOf", node.get("oneOf", [node]))]
    return {name for option in options for name in option.get("properties", {})}


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    options = [option for option in node.get("anyOf", [node]) if option.get("type") != "null"]
    if len(options) > 1:
        return {"anyOf": options}
    reference = options[0].get("$ref") if options else None
    resolved: dict[str, Any] = schema["$defs"][reference.rsplit("/", 1)[-1]] if reference else (options or [{}])[0]
    return resolved
