"""The protocol's bodies as types, for the OpenAPI document; requests are read by ``request.py``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue

Scalar = str | int | float | bool
Parameters = dict[str, Scalar]


class Error(BaseModel):
    """What went wrong."""

    error: str


class Live(BaseModel):
    """The process works."""

    live: bool


class Ready(BaseModel):
    """The model can be asked."""

    ready: bool


class ServerMetadata(BaseModel):
    """What the server is and can do."""

    name: str
    version: str
    extensions: list[str]


class TensorMetadata(BaseModel):
    """An input or output; -1 stands for a dimension of any size."""

    name: str
    datatype: str
    shape: list[int]


class ModelMetadata(BaseModel):
    """What a model takes and gives."""

    model_config = ConfigDict(protected_namespaces=())

    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class RequestInput(BaseModel):
    """An input; its data is nested or flat, or comes as bytes behind the JSON (``binary_data_size``)."""

    name: str
    shape: list[int]
    datatype: str
    parameters: Parameters | None = None
    data: list[JsonValue] | None = None


class RequestOutput(BaseModel):
    """An output that is wanted; ``binary_data`` asks for it as bytes behind the JSON."""

    name: str
    parameters: Parameters | None = None


class InferenceRequest(BaseModel):
    """An inference request; all outputs are wanted if none is named."""

    id: str | None = None
    parameters: Parameters | None = None
    inputs: list[RequestInput]
    outputs: list[RequestOutput] | None = None


class ResponseOutput(BaseModel):
    """An output, row-major."""

    name: str
    shape: list[int]
    datatype: str
    parameters: Parameters | None = None
    data: list[Scalar] | None = None


class InferenceResponse(BaseModel):
    """An inference response."""

    model_config = ConfigDict(protected_namespaces=())

    model_name: str
    model_version: str
    id: str | None = None
    outputs: list[ResponseOutput]
