"""The servers that can run a model, each with its own typed options and the facts it states about itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from models.base import refuse
from models.runtime.builtin import Builtin
from models.runtime.custom import Custom
from models.runtime.mlserver import MLServer
from models.runtime.options import Batching, Options, Protocol
from models.runtime.tensorflow_serving import TensorFlowServing
from models.runtime.triton import Triton
from models.runtime.vllm import Vllm

__all__ = [
    "RUNTIMES",
    "Batching",
    "Builtin",
    "Custom",
    "MLServer",
    "Options",
    "Protocol",
    "Runtime",
    "TensorFlowServing",
    "Triton",
    "Vllm",
]

RUNTIMES: dict[str, type[Options]] = {
    "builtin": Builtin,
    "mlserver": MLServer,
    "triton": Triton,
    "tensorflow-serving": TensorFlowServing,
    "vllm": Vllm,
    "custom": Custom,
}
"""Profile → its options and facts."""

_RETIRED = {
    # https://github.com/pytorch/serve: "no planned updates, bug fixes, new features, or security patches".
    "torchserve": (
        "TorchServe was archived in August 2025 and gets no security patches",
        "export the model to TorchScript and choose triton, or name the image with profile: custom",
    ),
    "tgi": (
        "Text Generation Inference is not a profile",
        "choose vllm, which answers the same OpenAI protocol, or name the image with profile: custom",
    ),
}


def _named(value: object) -> object:
    """Take ``builtin`` for ``{profile: builtin}``, and say what became of a runtime that is gone."""
    whole = {"profile": value} if isinstance(value, str) else value
    profile = whole.get("profile") if isinstance(whole, dict) else None
    if isinstance(profile, str) and profile in _RETIRED:
        what, fix = _RETIRED[profile]
        refuse(what, fix)
    return whole


_Options = Builtin | MLServer | Triton | TensorFlowServing | Vllm | Custom
_Named = Literal["builtin", "mlserver", "triton", "tensorflow-serving", "vllm"]

Runtime = Annotated[
    Annotated[_Options, Field(discriminator="profile")],
    BeforeValidator(_named, json_schema_input_type=_Named | _Options),
]
"""A runtime with its options, or only its name."""
