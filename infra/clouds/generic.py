"""A conformant cluster about which nothing else is known: kind, k3s, bare metal."""

from infra.clouds.cloud import Cloud, Taint

GENERIC = Cloud(
    name="generic",
    # The convention of NVIDIA's own chart for clusters without node feature discovery.
    gpu_nodes={"nvidia.com/gpu.present": "true"},
    gpu_model_label="",
    gpu_models={},
    gpu_taints=(Taint("nvidia.com/gpu"),),
    manages_device_plugin=False,
    storage_class=None,
    gateway_class="envoy",
    gateway_controller="gateway.envoyproxy.io/gatewayclass-controller",
    gateway_namespace="envoy-gateway-system",
    # What k3s brings; ingress-nginx gets no more fixes.
    ingress_class="traefik",
    ingress_annotations={},
    identity_annotation=None,
    identity_service=None,
)
