"""What makes an original unsafe: an image that moves, a secret's value, a delay in place of a startup probe."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from infra.manifest import Json, Manifest

MOVES = "an image that moves"
WRITTEN = "a secret's value"
DELAYED = "a delay before the first probe"


def dangers(documents: Sequence[Manifest]) -> set[str]:
    """Return what is unsafe about a deployment."""
    return {danger for document in documents for part in _mappings(document) for danger in _of(part)}


def _mappings(value: Json) -> Iterator[Manifest]:
    match value:
        case dict():
            yield value
            for inner in value.values():
                yield from _mappings(inner)
        case list():
            for inner in value:
                yield from _mappings(inner)


def _of(part: Manifest) -> Iterator[str]:
    image = _image(part)
    if image and "@sha256:" not in image and image.rpartition("/")[2].partition(":")[2].rpartition("-")[2] in _MOVING:
        yield MOVES
    if (part.get("kind") == "Secret" and part.get("data")) or isinstance(part.get("hf_token"), str):
        yield WRITTEN
    if "initialDelaySeconds" in part:
        yield DELAYED


_MOVING = {"", "latest"}


def _image(part: Manifest) -> str | None:
    if "repository" in part:
        return f"{part['repository']}:{part.get('tag', '')}"
    image = part.get("image")
    return image if isinstance(image, str) else None


def charted(values: Manifest) -> list[Manifest]:
    """Return what vLLM's chart makes of its values, as far as images and tokens go.

    https://github.com/vllm-project/production-stack/tree/main/helm/templates: deployment-vllm-multi.yaml, secrets.yaml.
    """
    models = values["servingEngineSpec"]["modelSpec"]
    tokens = {
        f"hf_token_{model['name']}": base64.b64encode(model["hf_token"].encode()).decode()
        for model in models
        if isinstance(model.get("hf_token"), str)
    }
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "vllm-secrets"}, "data": tokens}
    return [*map(_of_model, models), secret]


def _of_model(model: Manifest) -> Manifest:
    key = {"name": "vllm-secrets", "key": f"hf_token_{model['name']}"}
    env = [{"name": "HF_TOKEN", "valueFrom": {"secretKeyRef": key}}] if "hf_token" in model else []
    pod = {"containers": [{"name": "vllm", "image": _image(model), "env": env}]}
    return _deployment(model["name"], model["replicaCount"], pod)


def unfolded(service: Manifest) -> list[Manifest]:
    """Return the Deployments that KServe makes of an LLMInferenceService, as far as its own templates go."""
    spec, name = service["spec"], service["metadata"]["name"]
    prefill = [_deployment(f"{name}-prefill", one["replicas"], one["template"]) for one in [spec.get("prefill")] if one]
    return [_deployment(name, spec["replicas"], spec["template"]), *prefill]


def _deployment(name: str, replicas: int, pod: Manifest) -> Manifest:
    labels = {"app": name}
    template = {"metadata": {"labels": labels}, "spec": pod}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template},
    }
