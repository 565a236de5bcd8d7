"""MLServer's missing runtime for ONNX, written as its guide to custom runtimes has it; it runs in MLServer."""

from __future__ import annotations

import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.errors import InferenceError
from mlserver.types import InferenceRequest, InferenceResponse


class OnnxModel(MLModel):  # type: ignore[misc]  # not installed where types are checked
    """An ONNX file, run on as many threads as MLServer's other runtimes have: what the library takes by itself."""

    async def load(self) -> bool:
        """Open the file that the settings name."""
        self._session = onnxruntime.InferenceSession(self.settings.parameters.uri)
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """Run the model, for the outputs that are asked for or all."""
        inputs = {part.name: NumpyCodec.decode_input(part) for part in payload.inputs}
        known = [output.name for output in self._session.get_outputs()]
        names = [output.name for output in payload.outputs or ()] or known
        try:
            found = self._session.run(names, inputs)
        except Exception as error:  # ONNX Runtime has a class of its own for each way to fail
            raise InferenceError(str(error)) from error
        outputs = [NumpyCodec.encode_output(name, value) for name, value in zip(names, found, strict=True)]
        return InferenceResponse(id=payload.id, model_name=self.name, model_version=self.version, outputs=outputs)
