"""What the OpenAPI document says of each path. The routes read requests themselves, so FastAPI can't infer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.server import schema

if TYPE_CHECKING:
    from fastapi import FastAPI

WORDS = {
    400: "Not what the protocol or the model's signature wants",
    404: "No such model or version",
    408: "The body did not arrive in time",
    413: "The body is too large",
    415: "The body's encoding is not supported",
    429: "Too many requests are waiting",
    500: "The model failed",
    503: "Loading, failed to load or shutting down",
    504: "No answer before the deadline",
}
"""Status → what it means."""
_REQUEST = "InferenceRequest"
_REF = "#/components/schemas/"


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the responses that are errors."""
    return {status: {"model": schema.Error, "description": WORDS[status]} for status in statuses}


def path_parameters(path: str) -> dict[str, Any]:
    """Return the parameters that a path names."""
    names = [name for name in ("model_name", "model_version") if f"{{{name}}}" in path]
    shown = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return {"parameters": shown} if shown else {}


def body() -> dict[str, Any]:
    """Return the body of an inference request."""
    content = {"application/json": {"schema": {"$ref": f"{_REF}{_REQUEST}"}}}
    return {"requestBody": {"required": True, "content": content}}


def describe(app: FastAPI) -> None:
    """Add the request's types to the document that FastAPI makes of the routes."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        request = schema.InferenceRequest.model_json_schema(ref_template=f"{_REF}{{model}}")
        document["components"]["schemas"] |= {**request.pop("$defs"), _REQUEST: request}
        return document

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's documented way to extend the document
