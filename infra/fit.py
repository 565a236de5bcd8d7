"""Whether a spec fits the stack it goes to: what can only be told with the settings, or with arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import quantity, steering
from infra.clouds import CLOUDS
from infra.errors import Place, Problem
from infra.misfit import Misfit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from infra.settings import Settings
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
    said = [Problem(what, fix, place(field, name), ".".join(field)) for (field, what, fix), name in found]
    return list(dict.fromkeys(said))


def _pins(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    artifact = spec.artifact
    if settings.environment != "prod" or artifact.pinned:
        return
    if artifact.scheme == "hf":
        what = "prod needs a commit of 40 hex digits, which can't change under its name"
        yield Misfit(("artifact", "revision"), what, "write the commit of the branch or tag you tested")
    else:
        what = "prod needs the artifact's checksum, so that a swapped file is never served"
        yield Misfit(("artifact", "sha256"), what, f"add sha256: <what `sha256sum {artifact.file_name}` prints>")


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


def _gpu_model(spec: ModelSpec, settings: Settings) -> Iterator[Misfit]:
    model = spec.compute.gpu.model if spec.compute.gpu else None
    known = CLOUDS[settings.cloud].gpu_models
    if model and model not in known:
        what = f"nodes of a {settings.cloud} cluster can't be chosen by the GPU model {model}"
        fix = f"choose {', '.join(known)}" if known else "set model: null for this stack, and any GPU will do"
        yield Misfit(("compute", "gpu", "model"), what, fix)


_MODEL = (_tenant,)
_WORKLOAD = (_pins, _sizes, _gpu_model)
