"""A conformant cluster about which nothing else is known: kind, k3s, bare metal."""

from infra.clouds.cloud import Cloud, NodeFacts, Taint
from infra.clouds.gateway import Entrance, GatewayFacts
from infra.clouds.storage import Storage
from infra.clouds.vendors import AMD_OPERATOR, NVIDIA_DEVICE_CLASS, NVIDIA_SHARES

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
        "amd": AMD_OPERATOR,
        "gaudi": NodeFacts(
            # https://github.com/intel/intel-resource-drivers-for-kubernetes: Intel's rule for node feature discovery.
            labels={"intel.feature.node.kubernetes.io/gaudi": "true"},
            taints=(Taint("habana.ai/gaudi"),),
            resource="habana.ai/gaudi",
        ),
    },
    spot=None,
    manages_device_plugin=False,
    manages_gateway_api=False,
    storage=Storage(single=None, shared=None, objects=None),
    # https://gateway.envoyproxy.io: it keeps the proxies of all Gateways in its own namespace.
    gateway=GatewayFacts(
        internal="envoy",
        public="envoy",
        classes={"envoy": Entrance()},
        controller="gateway.envoyproxy.io/gatewayclass-controller",
        namespace="envoy-gateway-system",
    ),
    # What k3s brings; ingress-nginx gets no more fixes.
    ingress_class="traefik",
    ingress_annotations={},
    identities=(),
    # What kubeadm, kind and k3s label CoreDNS with.
    dns_pods=("kube-dns",),
    dns_addresses=(),
    load_balancer_class=None,
    load_balancer_internal={},
    registry="<host>/<repository>",
    zone="zone-a",
    network_policy="a CNI that does: Calico, Cilium, kindnet or k3s's own",
)
