"""A conformant cluster about which nothing else is known: kind, k3s, bare metal."""

from infra.clouds.cloud import Cloud, NodeFacts, Taint
from infra.clouds.vendors import NVIDIA_DEVICE_CLASS, NVIDIA_SHARES

GENERIC = Cloud(
    name="generic",
    accelerators={
        "nvidia": NodeFacts(
            # The convention of NVIDIA's own chart for clusters without node feature discovery.
            labels={"nvidia.com/gpu.present": "true"},
            taints=(Taint("nvidia.com/gpu"),),
            resource="nvidia.com/gpu",
            shares=NVIDIA_SHARES,
            device_class=NVIDIA_DEVICE_CLASS,
        ),
        "amd": NodeFacts(
            # https://instinct.docs.amd.com/projects/gpu-operator: the NodeFeatureRule of AMD's operator.
            labels={"feature.node.kubernetes.io/amd-gpu": "true"},
            taints=(Taint("amd.com/gpu"),),
            resource="amd.com/gpu",
            # https://instinct.docs.amd.com/projects/k8s-device-plugin: the node labeller's name of an MI300X.
            models={"mi300x": {"amd.com/gpu.product-name": "AMD_Instinct_MI300X_OAM"}},
        ),
        "gaudi": NodeFacts(
            # https://github.com/intel/intel-resource-drivers-for-kubernetes: Intel's rule for node feature discovery.
            labels={"intel.feature.node.kubernetes.io/gaudi": "true"},
            taints=(Taint("habana.ai/gaudi"),),
            resource="habana.ai/gaudi",
        ),
    },
    spot=None,
    manages_device_plugin=False,
    storage_class=None,
    gateway_class="envoy",
    gateway_controller="gateway.envoyproxy.io/gatewayclass-controller",
    gateway_namespace="envoy-gateway-system",
    identity_annotation=None,
    identity_service=None,
)
