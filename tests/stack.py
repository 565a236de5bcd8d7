"""Settings and specs for tests of the builders, without files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from infra.serving import model
from infra.settings import Settings
from models.base import merged
from models.spec import ModelSpec

if TYPE_CHECKING:
    from infra.manifest import Component, Json, Manifest

SETTINGS: dict[str, Any] = {
    "stack": "prod",
    "environment": "prod",
    "cloud": "eks",
    "kubernetesVersion": "1.34",
    "domain": "models.example.com",
    "images": {"app": "registry.example.invalid/app@sha256:" + "a" * 64},
    "tenants": {"models": {"quota": {"cpu": "100", "memory": "400Gi"}}},
    "addons": {"prometheus": {}, "gateway": {"sourceCidrs": ["10.20.0.0/18"]}},
}
SPEC: dict[str, Any] = {
    "name": "iris",
    "version": "1.2.0",
    "owner": "data-science",
    "runtime": "builtin",
    "artifact": {"uri": "s3://acme/iris.onnx", "sha256": "b" * 64, "size": "16Mi"},
}
VLLM: dict[str, Any] = {
    "runtime": "vllm",
    "artifact": {"uri": "hf://acme/llm", "sha256": None, "revision": "c" * 40, "size": "17Gi"},
    "compute": {"cpu": "6", "memory": "24Gi", "gpu": {"count": 1}},
}


def settings(**changes: Json) -> Settings:
    return Settings.model_validate(merged(SETTINGS, changes))


def spec(**changes: Json) -> ModelSpec:
    return ModelSpec.model_validate(merged(SPEC, changes))


def component(changes: dict[str, Any] | None = None, stack: dict[str, Any] | None = None) -> Component:
    return model(spec(**(changes or {})), settings(**(stack or {})))


def of_kind(kind: str, changes: dict[str, Any] | None = None, stack: dict[str, Any] | None = None) -> list[Manifest]:
    return [manifest for manifest in component(changes, stack).manifests if manifest["kind"] == kind]


def pod(changes: dict[str, Any] | None = None, stack: dict[str, Any] | None = None) -> Manifest:
    (deployment,) = of_kind("Deployment", changes, stack)
    found: Manifest = deployment["spec"]["template"]["spec"]
    return found


def refusals(**changes: Json) -> list[tuple[str, str, str]]:
    """Return what is refused about the spec: the field, what is wrong with it, and the way out."""
    try:
        spec(**changes)
    except ValidationError as error:
        found = [(one["loc"], one["ctx"]) for one in error.errors() if one["type"] == "refused"]
        return [(".".join(map(str, [*loc, ctx["field"]])).strip("."), ctx["what"], ctx["fix"]) for loc, ctx in found]
    return []
