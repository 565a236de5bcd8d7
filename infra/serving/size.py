"""How much room a model's files take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from infra import quantity
from infra.serving.image_volume import is_fetched
from models.runtime import Vllm

if TYPE_CHECKING:
    from infra.serving.target import Target
    from models.artifact import Artifact

TMP_MIB = 256
"""Size of /tmp in MiB: room for sockets and small temporary files."""


def mib_of(artifact: Artifact) -> int:
    """Return an artifact's size in MiB, rounded up."""
    return math.ceil(quantity.parse(artifact.size) / 2**20)


def artifact_mib(target: Target) -> int:
    """Return the size of all that the server loads, in MiB."""
    return mib_of(target.spec.artifact) + sum(map(mib_of, _adapters(target)))


def room_mib(artifact: Artifact) -> int:
    """Return the MiB that a download takes: a quarter more, and archives lie beside what they are unpacked to."""
    mib = mib_of(artifact)
    return mib * 9 // 4 if artifact.unpack or artifact.scheme == "oci" else mib * 5 // 4


def brought_mib(target: Target) -> int:
    """Return the MiB on the node's disk that a replica's downloads take; none in a cache."""
    main = [target.spec.artifact] if is_fetched(target.spec.artifact, target.settings) else []
    return 0 if target.spec.cache else sum(map(room_mib, [*main, *_adapters(target)]))


def _adapters(target: Target) -> list[Artifact]:
    runtime = target.spec.runtime
    return [adapter.artifact for adapter in runtime.lora] if isinstance(runtime, Vllm) else []
