"""The Open Inference Protocol over gRPC. ``inference_pb2`` is generated from the official ``inference.proto``."""
