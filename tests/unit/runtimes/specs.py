"""One spec for each runtime, and for each way its files come: what the tests of runtimes and artifacts build."""

from __future__ import annotations

from typing import Any

SHA256 = "b" * 64
COMMIT = "c" * 40
STORED: dict[str, Any] = {"sha256": SHA256, "size": "100Mi"}
GPU: dict[str, Any] = {"compute": {"cpu": "4", "memory": "16Gi", "gpu": {"count": 1}}}
HUB: dict[str, Any] = {"uri": "hf://acme/llm", "sha256": None, "revision": COMMIT, "size": "10Gi"}
CUSTOM: dict[str, Any] = {
    "profile": "custom",
    "image": "registry.example.invalid/pmml@sha256:" + "d" * 64,
    "protocol": "v1",
    "args": ["--model_name=$(MODEL_NAME)", "--model_dir=/models"],
    "ports": {"http": 8080, "grpc": 8081, "metrics": 9090},
    "probes": {"live": "/", "ready": "/v1/models/iris"},
    "metrics": {
        "requests": {"name": "request_predict_seconds_count"},
        "errors": {"name": "http_requests_total", "matchers": 'code=~"5.."'},
        "latency": {"name": "request_predict_seconds"},
    },
    "scratch": "1Gi",
}

SPECS: dict[str, dict[str, Any]] = {
    "builtin": {
        "runtime": {"profile": "builtin", "grpc": True, "batching": {"maxSize": 8}},
        "artifact": {**STORED, "uri": "s3://acme/iris.onnx"},
    },
    "builtin-pickle": {
        "runtime": "builtin",
        "artifact": {**STORED, "uri": "gs://acme/iris.joblib", "trusted": True},
    },
    "mlserver": {
        "runtime": {"profile": "mlserver", "grpc": True, "batching": {"maxSize": 16, "maxLatencyMs": 300}},
        "artifact": {**STORED, "uri": "gs://acme/sklearn/model.joblib", "trusted": True},
    },
    "triton": {
        "runtime": {
            "profile": "triton",
            "grpc": True,
            "batching": {"maxSize": 32, "maxLatencyMs": 4},
            "instances": 2,
            "inputs": [{"name": "INPUT__0", "datatype": "INT64", "shape": [-1]}],
            "outputs": [{"name": "OUTPUT__0", "datatype": "FP32", "shape": [2]}],
        },
        "artifact": {**STORED, "uri": "s3://acme/bert/bert.pt"},
        **GPU,
    },
    "tensorflow-serving": {
        "runtime": {"profile": "tensorflow-serving", "batching": {"maxSize": 8, "maxLatencyMs": 5}},
        "artifact": {**STORED, "uri": "s3://acme/flowers.tar.gz", "unpack": True},
    },
    "vllm": {
        "runtime": {
            "profile": "vllm",
            "maxModelLen": 4096,
            "quantization": "fp8",
            "enforceEager": True,
            "apiKey": {"secret": "llm", "key": "api-key"},
            "chatTemplate": "{{ messages[0].content }}",
            "lora": [{"name": "poet", "artifact": {"uri": "hf://acme/poet", "revision": COMMIT, "size": "200Mi"}}],
            "extraArgs": ["--enable-prefix-caching"],
        },
        "artifact": {**HUB, "token": {"secret": "hub", "key": "token"}},
        "compute": {"cpu": "8", "memory": "64Gi", "gpu": {"count": 2}},
    },
    "custom": {"runtime": CUSTOM, "artifact": {**STORED, "uri": "gs://acme/iris.pmml"}},
}
"""Runtime → a spec's differences to that of tests/stack.py, with as many of its options as go together."""

ARTIFACTS: dict[str, dict[str, Any]] = {
    "s3 elsewhere": {
        "artifact": {
            **STORED,
            "uri": "s3://models/iris.onnx",
            "store": {
                "endpoint": "https://minio.example.com:9000",
                "region": "us-east-2",
                "credentials": {
                    "accessKeyId": {"secret": "s3", "key": "id"},
                    "secretAccessKey": {"secret": "s3", "key": "key"},
                },
            },
        }
    },
    "public bucket": {"artifact": {**STORED, "uri": "s3://models/iris.onnx", "store": {"anonymous": True}}},
    "archive on the web": {
        "runtime": {"profile": "tensorflow-serving", "grpc": True},
        "artifact": {**STORED, "uri": "https://files.example.com:8443/flowers.tar.gz", "unpack": True},
        **GPU,
    },
    "image volume": {
        "artifact": {
            "uri": "oci://registry.example.com/models/iris@sha256:" + "e" * 64,
            "path": "models/iris.onnx",
            "sha256": None,
            "store": {"pullSecrets": ["registry"]},
        }
    },
    "existing claim": {"artifact": {**STORED, "uri": "pvc://models/iris/iris.onnx"}},
    "baked in": {"artifact": {"uri": "image:///opt/models/iris.onnx", "sha256": None}},
    "preloaded": {
        "artifact": {**STORED, "uri": "s3://acme/iris.onnx"},
        "cache": {"size": "1Gi", "access": "ReadWriteMany", "preload": True},
        "scaling": {"replicas": 2},
    },
    "existing cache": {
        "artifact": {**STORED, "uri": "s3://acme/iris.onnx"},
        "cache": {"existingClaim": "shared", "access": "ReadWriteMany"},
    },
}
"""Way in which files come → a spec's differences."""
