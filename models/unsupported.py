"""What other tools can deploy and Slipway can't, refused by name instead of as an unknown field."""

from __future__ import annotations

from models.base import refuse

_SPLIT = ("prefill and decode can't be served by different pods", "serve both in one pod, which vLLM does by default")
_NETWORK = (
    "devices and networks for RDMA are not supported",
    "fit the model into the GPUs of one node: compute.gpu.count up to 16",
)
_POD_FIELDS = (
    "the pod's own fields, such as its address, can't be read into variables",
    "write a value, or refer to a Secret in secretEnv",
)
_HUGE_PAGES = ("huge pages are not supported", "remove it; no runtime of the catalogue needs them")
_PAYLOADS = (
    "what requests contain is not logged, because it may be about people",
    "log it in the client, or in a sidecar that your privacy review has allowed",
)
_PIPELINE = ("a model is one server", "make it a model of its own, and list its namespace in clients")
_STEPS = (
    "nothing in the cluster changes weights by itself",
    "change the variants' weights in Git, a pull request for each step",
)

OF_A_SPEC = {
    "prefill": _SPLIT,
    "decode": _SPLIT,
    "multinode": _NETWORK,
    "worker": ("a replica is one pod, not a group over several nodes", _NETWORK[1]),
    "networks": _NETWORK,
    "logger": _PAYLOADS,
    "payloadLogging": _PAYLOADS,
    "transformer": _PIPELINE,
    "explainer": _PIPELINE,
}
"""Field of a spec → what isn't supported, and the way out."""
OF_A_ROLLOUT = {"steps": _STEPS, "analysis": _STEPS}
"""The same for its rollout."""
OF_COMPUTE = {"rdma": _NETWORK, "hugepages": _HUGE_PAGES, "hugePages": _HUGE_PAGES}
"""The same for a spec's compute."""


def refuse_unsupported(data: object, known: dict[str, tuple[str, str]], inside: str = "") -> None:
    """Refuse the first field of a mapping that names something Slipway doesn't do; ``inside`` is the mapping's path.

    Raises:
        PydanticCustomError: There is such a field.
    """
    for field, (what, fix) in known.items():
        if isinstance(data, dict) and field in data:
            refuse(what, fix, f"{inside}{field}")


def refuse_pod_fields(data: object) -> None:
    """Refuse a spec's variable that would be filled in from the pod, as ``valueFrom`` does in Kubernetes.

    Raises:
        PydanticCustomError: There is such a variable.
    """
    env = data.get("env") if isinstance(data, dict) else None
    for name, value in env.items() if isinstance(env, dict) else ():
        if isinstance(value, dict):
            refuse(*_POD_FIELDS, f"env.{name}")
