"""The inference server: one model over the Open Inference Protocol v2."""
