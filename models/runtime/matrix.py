"""Which runtime serves which format, over which protocol, on which accelerator: what doesn't go together is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.base import refuse
from models.formats import FOLDERS, UNSAFE
from models.runtime import RUNTIMES, Builtin, Options, Triton, Vllm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.accelerator import Gpu
    from models.artifact import Artifact
    from models.formats import Format


def format_of(runtime: Options, artifact: Artifact) -> Format:
    """Return the format: as the spec says, as the file's name tells, or the runtime's first."""
    return artifact.format or artifact.named_format or runtime.formats[0]


def check_window(runtime: Options, timeout_seconds: int) -> None:
    """Refuse batching that holds a request back for as long as its caller waits."""
    window = runtime.batching_window_ms
    if window >= timeout_seconds * 1000:
        refuse(
            f"batching may hold a request for {window} ms, and it is given up after {timeout_seconds} s",
            "lower batching.maxLatencyMs, or raise lifecycle.requestTimeoutSeconds",
            "runtime.batching.maxLatencyMs",
        )


def check_way_in(runtime: Options, *, routed: bool) -> None:
    """Refuse TLS behind a route: the gateway would speak clear text, or trust an issuer that nobody has named."""
    if routed and runtime.certificate:
        fix = "remove it: the gateway ends TLS; or remove route"
        refuse("a route leads to servers that speak clear text", fix, "runtime.tlsSecret")


def check(runtime: Options, artifact: Artifact, gpu: Gpu | None) -> None:
    """Refuse what can't work, by name and with the way out."""
    _protocol(runtime)
    _accelerator(runtime, gpu)
    _format(runtime, artifact)
    _trust(runtime, artifact)
    if isinstance(runtime, Vllm):
        _split(runtime, gpu)
    if isinstance(runtime, Triton):
        _repository(runtime, artifact)


def _protocol(runtime: Options) -> None:
    if runtime.protocol and runtime.protocol not in runtime.protocols:
        others = _either(name for name, other in RUNTIMES.items() if runtime.protocol in other.protocols)
        what = f"{runtime.profile} answers {_all(runtime.protocols)}, not {runtime.protocol}"
        refuse(what, f"remove protocol, or choose {others}", "runtime.protocol")


def _accelerator(runtime: Options, gpu: Gpu | None) -> None:
    if gpu is None:
        if runtime.needs_accelerator:
            refuse(
                f"{runtime.profile} runs on GPUs and the model has none", "add compute.gpu: {count: 1}", "compute.gpu"
            )
        return
    if not runtime.accelerators:
        fix = "remove compute.gpu, or choose a runtime that uses it"
        refuse(f"the {runtime.profile} runtime uses no GPU", fix, "compute.gpu")
    if gpu.vendor not in runtime.accelerators:
        others = _either(name for name, other in RUNTIMES.items() if gpu.vendor in other.accelerators)
        what = f"{runtime.profile} runs on {_all(runtime.accelerators)}, not {gpu.vendor}"
        refuse(what, f"choose {others}, or another accelerator", "compute.gpu.vendor")
    if gpu.vendor in runtime.unpublished_for and not runtime.image:
        what = f"there is no public image of {runtime.profile} for {gpu.vendor} that could be the default"
        refuse(what, "name yours", "runtime.image")


def _format(runtime: Options, artifact: Artifact) -> None:
    found = format_of(runtime, artifact)
    if found not in runtime.formats:
        others = _either(name for name, other in RUNTIMES.items() if found in other.formats)
        refuse(
            f"{runtime.profile} serves {_all(runtime.formats)}, not {found}",
            f"choose runtime {others}",
            "artifact.format",
        )
    folder = found in FOLDERS
    if folder and not artifact.is_folder:
        fix = "pack the folder as .tar.gz and set unpack: true, or use hf, oci or pvc"
        refuse(f"{found} is a folder, and {artifact.uri} is one file", fix, "artifact.uri")


def _trust(runtime: Options, artifact: Artifact) -> None:
    found = format_of(runtime, artifact)
    if found in UNSAFE and not artifact.trusted:
        fix = "export it to onnx or skops, or say trusted: true if you know who made it"
        refuse(f"a {found} model can run any code while it is loaded", fix, "artifact.trusted")
    if found in UNSAFE and not artifact.pinned:
        fix = "add sha256, or a digest or commit: what was trusted must be what is loaded"
        refuse(f"a trusted {found} model needs a pin in every environment", fix, "artifact.sha256")
    if artifact.trusted_types and found != "skops":
        fix = "remove trustedTypes; only skops files say which types they hold"
        refuse(f"{found} files have no list of types", fix, "artifact.trustedTypes")
    if artifact.scheme == "pvc" and artifact.sha256 and not isinstance(runtime, Builtin):
        fix = "remove sha256, bring the file from a store, or choose builtin"
        refuse(f"{runtime.profile} doesn't verify what it loads, and nobody downloads it", fix, "artifact.sha256")


def _split(runtime: Vllm, gpu: Gpu | None) -> None:
    count = gpu.count if gpu else 1
    if runtime.tensor_parallel not in {None, count}:
        refuse(
            f"the model is split over {runtime.tensor_parallel} GPUs and the replica has {count}",
            "leave tensorParallel out (it follows compute.gpu.count), or make them equal",
            "runtime.tensorParallel",
        )


def _repository(runtime: Triton, artifact: Artifact) -> None:
    if artifact.scheme == "image":
        fix = "mount it with oci://, or bring it from a store"
        refuse("Triton wants files laid out in its own way, and those in its image can't be moved", fix, "artifact.uri")
    if artifact.is_folder:
        fix = "name the model's file: pvc://claim/model.onnx, or path: model.onnx in an oci image"
        refuse("Triton serves one file", fix, "artifact.uri")
    if format_of(runtime, artifact) == "torchscript" and not runtime.inputs:
        refuse(
            "a TorchScript model doesn't say its inputs and outputs, and Triton must know them",
            "list runtime.inputs and runtime.outputs: {name, datatype, shape}",
            "runtime.inputs",
        )


def _all(names: Iterable[str]) -> str:
    return " and ".join(names)


def _either(names: Iterable[str]) -> str:
    return " or ".join(names)
