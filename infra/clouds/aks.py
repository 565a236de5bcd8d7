"""Azure Kubernetes Service, Standard, with the application routing add-on's Gateway API."""

from infra.clouds.cloud import Cloud, NodeFacts, Nodes, Taint
from infra.clouds.gateway import Asked, Entrance, Extra, GatewayFacts, Proxies
from infra.clouds.identity import WorkloadIdentity
from infra.clouds.storage import ObjectVolume, Storage
from infra.clouds.vendors import AMD_OPERATOR, NVIDIA_DEVICE_CLASS, NVIDIA_SHARES

# https://github.com/Azure/karpenter-provider-azure/blob/main/pkg/providers/instancetype/instancetype.go: nodes of
# auto-provisioning, from the name of the machine, such as Standard_NC24ads_A100_v4. A machine whose name has none, such
# as those with V100, has no such label. A pool of one's own can be given the same label.
_MODEL = "karpenter.azure.com/sku-gpu-name"
_INTERNAL = {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}

# What Istio makes for a Gateway: https://learn.microsoft.com/azure/aks/app-routing-gateway-api
# AKS lets a Gateway state sizes, and replicas from 2 on:
# https://learn.microsoft.com/azure/aks/istio-gateway-api#configmap-customizations
_PROXIES = Proxies(
    cpu="1",
    memory="512Mi",
    ephemeral_storage="512Mi",
    fewest=2,
    most=5,
    # A Deployment's default maxSurge is a quarter, rounded up.
    surge=2,
    ports=(80, 443),
    control_plane=("aks-istio-system", "istiod", 15012),
)


def _sizes(_: Asked) -> Extra:
    """Return what the Gateway's Deployment and its autoscaler are given."""
    amounts = f"{{cpu: '{_PROXIES.cpu}', memory: {_PROXIES.memory}, ephemeral-storage: {_PROXIES.ephemeral_storage}}}"
    deployment = f"""\
spec:
  template:
    spec:
      containers:
        - name: istio-proxy
          resources:
            requests: {amounts}
            limits: {amounts}
"""
    autoscaler = f"spec:\n  minReplicas: {_PROXIES.fewest}\n  maxReplicas: {_PROXIES.most}\n"
    data = {"deployment": deployment, "horizontalPodAutoscaler": autoscaler}
    return Extra("v1", "ConfigMap", {"data": data})


AKS = Cloud(
    name="aks",
    accelerators={
        "nvidia": NodeFacts(
            # The request for a GPU finds the node: auto-provisioning starts none for pods that ask for the next label.
            labels={},
            # https://learn.microsoft.com/azure/aks/use-labels; that auto-provisioning doesn't know it:
            # https://github.com/Azure/karpenter-provider-azure/blob/main/pkg/apis/v1beta1/labels.go (RestrictedLabels).
            daemon_labels={"kubernetes.azure.com/accelerator": "nvidia"},
            # No taint is automatic; AKS's guide uses sku=gpu: https://learn.microsoft.com/azure/aks/use-nvidia-gpu
            taints=(Taint("sku", "gpu"), Taint("nvidia.com/gpu")),
            resource="nvidia.com/gpu",
            models={
                "t4": {_MODEL: "T4"},
                "a100": {_MODEL: "A100"},
                "h100": {_MODEL: "H100"},
                "h200": {_MODEL: "H200"},
            },
            shares=NVIDIA_SHARES,
            device_class=NVIDIA_DEVICE_CLASS,
        ),
        "amd": AMD_OPERATOR,
    },
    # https://learn.microsoft.com/azure/aks/spot-node-pool: the taint keeps its old name.
    spot=Nodes({"kubernetes.azure.com/priority": "spot"}, (Taint("kubernetes.azure.com/scalesetpriority", "spot"),)),
    # The nodes have the driver and no plugin: https://learn.microsoft.com/azure/aks/use-nvidia-gpu
    manages_device_plugin=False,
    # https://learn.microsoft.com/azure/aks/managed-gateway-api
    manages_gateway_api=True,
    # https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes
    storage=Storage(
        single="managed-csi-premium",
        shared="azurefile-csi-premium",
        objects=ObjectVolume("az", "blob.csi.azure.com"),
    ),
    gateway=GatewayFacts(
        internal="approuting-istio",
        public="approuting-istio",
        classes={"approuting-istio": Entrance()},
        proxies=_PROXIES,
        internal_annotations=_INTERNAL,
        parameters=_sizes,
    ),
    # Application Gateway for Containers, of which an Ingress must name one in annotations besides. Application
    # routing's own class is nginx, which gets no fixes after 2026-11.
    # https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller
    ingress_class="azure-alb-external",
    ingress_annotations={},
    identities=(
        # https://learn.microsoft.com/azure/aks/workload-identity-overview: without the pod's label nothing is injected.
        WorkloadIdentity(
            "azure_client_id",
            annotation="azure.workload.identity/client-id",
            pod_labels={"azure.workload.identity/use": "true"},
            service="entra",
        ),
    ),
    dns_pods=("kube-dns",),
    # https://learn.microsoft.com/azure/aks/localdns-custom: "169.254.10.10 or 169.254.10.11"; its example, a pod with
    # the default policy, is answered by the first.
    dns_addresses=("169.254.10.10/32", "169.254.10.11/32"),
    load_balancer_class=None,
    load_balancer_internal=_INTERNAL,
    registry="<name>.azurecr.io/<repository>",
    zone="uksouth-1",
    # https://learn.microsoft.com/azure/aks/use-network-policies
    network_policy="Azure CNI with Cilium or Calico; none by default",
)
