"""The endpoints."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import FastAPI
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the endpoints' annotations
from starlette.responses import Response

from app.server import openapi, schema
from app.server.errors import ServingError
from app.server.infer import infer
from app.server.observe import Observe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app.server.serving import Serving

    Endpoint = Callable[[Request], Awaitable[Response]]

EXTENSIONS = ["binary_tensor_data"]
_VERSIONS = ("", "/versions/{model_version}")


class _Direct(APIRoute):
    """A route whose endpoint takes the request as it is: nothing to resolve, so nothing to pay for."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Return the endpoint itself."""
        return self.endpoint


def create(serving: Serving) -> Observe:
    """Return the application, with what observes it around it."""
    return Observe(application(serving), serving)


def application(serving: Serving) -> FastAPI:
    """Return the application."""
    app = FastAPI(title="Slipway inference server", version=release(), docs_url=None, redoc_url=None)
    app.router.route_class = _Direct
    app.router.redirect_slashes = False
    _models(app, serving)  # first, for routes are tried in order
    _health(app, serving)
    openapi.describe(app)
    app.add_exception_handler(ServingError, _refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _bug)
    return app


def release() -> str:
    """Return the app's release, where it was installed as a package."""
    try:
        return version("slipway-app")
    except PackageNotFoundError:
        return "0.1.0"


def _health(app: FastAPI, serving: Serving) -> None:
    async def live(_: Request) -> Response:
        return _json({"live": True})

    async def ready(_: Request) -> Response:
        serving.require_ready()
        return _json({"ready": True})

    async def metadata(_: Request) -> Response:
        return _json({"name": "slipway", "version": release(), "extensions": EXTENSIONS})

    async def metrics(_: Request) -> Response:
        return Response(serving.metrics.text(), headers={"content-type": CONTENT_TYPE_LATEST})

    _get(app, "/v2/health/live", live, schema.Live)
    _get(app, "/v2/health/ready", ready, schema.Ready, 503)
    _get(app, "/v2", metadata, schema.ServerMetadata)
    _get(app, "/v2/", metadata, schema.ServerMetadata)
    app.add_api_route("/metrics", metrics, methods=["GET"], response_class=Response, summary="Prometheus metrics")


def _models(app: FastAPI, serving: Serving) -> None:
    async def metadata(request: Request) -> Response:
        _find(serving, request)
        return _json(_description(serving))

    async def ready(request: Request) -> Response:
        _find(serving, request)
        serving.require_ready()
        return _json({"ready": True})

    async def run(request: Request) -> Response:
        return await infer(serving, request)

    for suffix in _VERSIONS:
        path = f"/v2/models/{{model_name}}{suffix}"
        _post(app, f"{path}/infer", run)
        _get(app, path, metadata, schema.ModelMetadata, 404, 503)
        _get(app, f"{path}/ready", ready, schema.Ready, 404, 503)


def _find(serving: Serving, request: Request) -> None:
    serving.find(request.path_params["model_name"], request.path_params.get("model_version"))


def _description(serving: Serving) -> dict[str, object]:
    model, ours = serving.model, serving.config.model
    return {
        "name": ours.name,
        "versions": [ours.version],
        "platform": model.platform,
        "inputs": [tensor.describe() for tensor in model.signature.inputs],
        "outputs": [tensor.describe() for tensor in model.signature.outputs],
    }


def _get(app: FastAPI, path: str, endpoint: Endpoint, answer: type, *errors: int) -> None:
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        responses={200: {"model": answer}, **openapi.errors(*errors)},
        openapi_extra=openapi.path_parameters(path),
    )


def _post(app: FastAPI, path: str, endpoint: Endpoint) -> None:
    app.add_api_route(
        path,
        endpoint,
        methods=["POST"],
        responses={200: {"model": schema.InferenceResponse}, **openapi.errors(*openapi.WORDS)},
        openapi_extra={**openapi.path_parameters(path), **openapi.body()},
    )


def _json(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, headers, "application/json")


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, ServingError)  # noqa: S101 - registered for this type
    headers = {"retry-after": str(error.retry_after)} if error.retry_after else None
    return _json({"error": str(error)}, error.status, headers)


async def _http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type
    return _json({"error": error.detail}, error.status_code, dict(error.headers or {}))


async def _bug(_: Request, error: Exception) -> Response:
    return _json({"error": f"the server has a bug: {type(error).__name__}"}, 500)
