"""Whether a spec fits the stack it goes to: what can only be told with the settings, or with arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import quantity, steering
from infra.clouds import CLOUDS
from infra.devices import accelerators
from infra.errors import Place, Problem
from infra.misfit import Misfit
from infra.runtimes import server_of
from infra.scaling_fit import SCALING_CHECKS
from infra.serving.image_volume import unmountable
from infra.surroundings_fit import SURROUNDINGS_CHECKS
from models.runtime import Builtin, Vllm
from models.runtime.matrix import format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from infra.settings import Settings
    from models.artifact import Artifact
    from models.spec import ModelSpec


def problems(
    spec: ModelSpec, variants: Mapping[str, ModelSpec], settings: Settings, place: Callable[..., Place]
) -> list[Problem]:
    """Return what keeps a model from being built on the stack, each with its line.

    Args:
        spec: The model.
        variants: The spec of each of its variants.
        settings: The stack.
        place: Line of a field of the spec, or, with a variant's name behind it, of that variant.
    """
    found = [(misfit, "") for check in _MODEL for misfit in check(spec, settings)]
    found += [(misfit, "") for misfit in steering.misfits(spec, variants, settings)]
    workloads = variants or {"": spec}
    found += [
        (misfit, name) for name, one in workloads.items() for check in _WORKLOAD for misfit in check(one, settings)
    ]
    said = [Problem(what, fix, place(field, name), ".".join(map(str, field))) for (field, what, fix), name in found]
    return list(dict.fromkeys(said))


def _pins(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if settings.environment != "prod":
        return
    for field, artifact in _artifacts(spec):
        if artifact.pinned:
            continue
        if artifact.scheme == "hf":
            what = "prod needs a commit of 40 hex digits, which can't change under its name"
            yield Misfit((*field, "revision"), what, "write the commit of the branch or tag you tested")
        elif artifact.scheme == "oci":
            what = "prod needs the image's digest, because a tag can be pushed again"
            yield Misfit((*field, "uri"), what, "add @sha256:<the digest that the push printed>")
        elif artifact.scheme != "pvc":
            what = "prod needs the artifact's checksum, so that a swapped file is never served"
            name = artifact.uri.rpartition("/")[2]
            yield Misfit((*field, "sha256"), what, f"add sha256: <what `sha256sum {name}` prints>")


def _artifacts(spec: ModelSpec) -> Iterator[tuple[tuple[str | int, ...], Artifact]]:
    yield ("artifact",), spec.artifact
    adapters = spec.runtime.lora if isinstance(spec.runtime, Vllm) else ()
    for number, adapter in enumerate(adapters):
        yield ("runtime", "lora", number, "artifact"), adapter.artifact


def _pull_secret(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if unmountable(spec.artifact, settings) and len(spec.artifact.store.pull_secrets) > 1:
        what = "this image can't be mounted but is downloaded, which reads one Secret"
        fix = "keep the Secret of the registry in the address"
        yield Misfit(("artifact", "store", "pullSecrets"), what, fix)


def _sklearn(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    runtime = spec.runtime
    if not isinstance(runtime, Builtin) or runtime.image or settings.images.app_sklearn:
        return
    found = format_of(runtime, spec.artifact)
    if found != "onnx":
        what = f"stack {settings.stack} has no image of the builtin server that loads {found}"
        fix = "build app/ with requirements-sklearn.txt and name it in slipway:images: {appSklearn: …}"
        yield Misfit(("runtime",), what, fix)


def _sizes(spec: ModelSpec, _: Settings) -> Iterator[Misfit]:
    compute = spec.compute
    pairs = (
        (("compute", "limits", "cpu"), compute.limits.cpu, compute.cpu, "compute.cpu"),
        (("compute", "limits", "memory"), compute.limits.memory, compute.memory, "compute.memory"),
        (("cache", "size"), spec.cache.size if spec.cache else None, spec.artifact.size, "artifact.size"),
        (("compute", "memory"), compute.limits.memory or compute.memory, compute.shared_memory_size, "sharedMemory"),
    )
    for field, size, least, name in pairs:
        if size and least and quantity.parse(size) < quantity.parse(least):
            yield Misfit(field, f"{size} is less than {name}, {least}", f"raise it to at least {least}")


def _tenant(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if spec.namespace and spec.namespace not in settings.tenants:
        what = f"stack {settings.stack} has no tenant {spec.namespace!r}"
        yield Misfit(("namespace",), what, f"choose {' or '.join(settings.tenants)}, or add it to slipway:tenants")


def _spot(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    if spec.placement.spot and CLOUDS[settings.cloud].spot is None:
        what = f"nothing tells spot nodes of {settings.cloud} clusters from others"
        yield Misfit(("placement", "spot"), what, "remove it for this stack, or use placement.nodeSelector")


def _ports(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    port = server_of(spec, settings.images).port
    for index, sidecar in enumerate(spec.sidecars):
        if port in sidecar.ports.values():
            what = f"{port} is the server's port, and containers of a pod share their ports"
            yield Misfit(("sidecars", index, "ports"), what, "choose another port")


_MODEL = (_tenant,)
_WORKLOAD = (
    _pins,
    _pull_secret,
    _sklearn,
    _sizes,
    accelerators,
    _spot,
    _ports,
    *SCALING_CHECKS,
    *SURROUNDINGS_CHECKS,
)
