"""A stand-in for the Kubernetes provider: it stores what the engine sends, and asks no cluster.

Started by the engine as ``pulumi-resource-kubernetes``. Each object it is sent is a line of JSON in the file that
``SLIPWAY_RECORD`` names: what was done, to which URN, with which inputs.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent import futures
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

if TYPE_CHECKING:
    from google.protobuf.message import Message

_RECORD = Path(os.environ["SLIPWAY_RECORD"])


def _record(done: str, urn: str, inputs: Message) -> None:
    line = json.dumps({"done": done, "urn": urn, "inputs": json_format.MessageToDict(inputs)})
    with _RECORD.open("a") as file:
        file.write(line + "\n")


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """Answers as a provider that always succeeds."""

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002 - names of the protocol
        return plugin_pb2.PluginInfo(version="4.34.2")

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401
        if not request.args.fields.get("kubeconfig") and not request.args.fields.get("context"):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no cluster was named")
        _record("configure", "", request.args)
        return provider_pb2.ConfigureResponse(acceptSecrets=False, supportsPreview=True, acceptResources=False)

    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        response = provider_pb2.DiffResponse
        same = json_format.MessageToDict(request.olds) == json_format.MessageToDict(request.news)
        return response(changes=response.DIFF_NONE if same else response.DIFF_SOME)

    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        if not request.preview:
            _record("create", request.urn, request.properties)
        return provider_pb2.CreateResponse(id=request.urn.rpartition("::")[2], properties=request.properties)

    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        if not request.preview:
            _record("update", request.urn, request.news)
        return provider_pb2.UpdateResponse(properties=request.news)

    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties)

    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        _record("delete", request.urn, struct_pb2.Struct())
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802, ANN401, ARG002
        return empty_pb2.Empty()


def main() -> None:
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
