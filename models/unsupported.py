"""What other tools can deploy and Slipway can't, refused by name instead of as an unknown field."""

from __future__ import annotations

from models.base import refuse

_SPLIT = ("prefill and decode can't be served by different pods", "serve both in one pod, which vLLM does by default")
_NETWORK = (
    "devices and networks for RDMA are not supported",
    "fit the model into the GPUs of one node: compute.gpu.count up to 16",
)
_HUGE_PAGES = ("huge pages are not supported", "remove it; no runtime of the catalogue needs them")

OF_A_SPEC = {
    "prefill": _SPLIT,
    "decode": _SPLIT,
    "multinode": _NETWORK,
    "worker": ("a replica is one pod, not a group over several nodes", _NETWORK[1]),
    "networks": _NETWORK,
}
"""Field of a spec → what isn't supported, and the way out."""
OF_COMPUTE = {"rdma": _NETWORK, "hugepages": _HUGE_PAGES, "hugePages": _HUGE_PAGES}
"""The same for a spec's compute."""


def refuse_unsupported(data: object, known: dict[str, tuple[str, str]]) -> None:
    """Refuse the first field of a mapping that names something Slipway doesn't do.

    Raises:
        PydanticCustomError: There is such a field.
    """
    for field, (what, fix) in known.items():
        if isinstance(data, dict) and field in data:
            refuse(what, fix, field)
