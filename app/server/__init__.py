"""The inference server: one model over the Open Inference Protocol v2."""

import os

# Since 1.29 ONNX Runtime tells Microsoft about the models it loads, unless this is set before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
