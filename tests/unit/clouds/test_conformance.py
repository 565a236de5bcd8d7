"""The same questions to every cloud: the exact strings, each with where it is written.

A fact that is wrong makes a pod wait for a node that doesn't exist, or a load balancer drop every request, and nothing
in a cluster says why. So each answer stands here a second time, with its source, and a new cloud must answer them all.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import pytest

from infra.clouds import CLOUDS
from infra.clouds.gateway import Backend
from tests.project import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.clouds import CloudName
    from infra.clouds.cloud import Cloud

_BACKEND = Backend(service="s", ready_path="/ready", request_seconds=1, drain_seconds=2)
_AWS = "https://docs.aws.amazon.com/eks/latest/userguide"
_LBC = "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide"
_GKE = "https://cloud.google.com/kubernetes-engine/docs"
_AKS = "https://learn.microsoft.com/azure/aks"
_NAP = "https://github.com/Azure/karpenter-provider-azure/blob/main"
_ENVOY = "https://gateway.envoyproxy.io/docs/tasks/quickstart"
_KUBERNETES = "https://kubernetes.io/docs"
_KARPENTER = "https://karpenter.sh/docs/concepts/scheduling/#well-known-labels"
_EC2 = "https://karpenter.sh/docs/reference/instance-types"

# Question → how the facts answer it.
QUESTIONS: dict[str, Callable[[Cloud], Any]] = {
    "labels of NVIDIA nodes": lambda cloud: dict(cloud.accelerators["nvidia"].labels),
    "labels of NVIDIA nodes for DaemonSets": lambda cloud: dict(cloud.accelerators["nvidia"].daemon_labels),
    "labels of nodes by GPU model": lambda cloud: {
        model: dict(labels) for model, labels in cloud.accelerators["nvidia"].models.items()
    },
    "taints of NVIDIA nodes": lambda cloud: [taint.toleration() for taint in cloud.accelerators["nvidia"].taints],
    "other accelerators": lambda cloud: sorted(set(cloud.accelerators) - {"nvidia"}),
    "parts of GPUs": lambda cloud: {
        way: (share.resource, dict(share.labels)) for way, share in cloud.accelerators["nvidia"].shares.items()
    },
    "spot nodes": lambda cloud: (
        cloud.spot and (dict(cloud.spot.labels), [taint.toleration() for taint in cloud.spot.taints])
    ),
    "brings the device plugin": lambda cloud: cloud.manages_device_plugin,
    "brings the CRDs of Gateway API": lambda cloud: cloud.manages_gateway_api,
    "class of volumes with one writer, and with many": lambda cloud: (cloud.storage.single, cloud.storage.shared),
    "buckets as volumes": lambda cloud: (
        cloud.storage.objects
        and (cloud.storage.objects.scheme, cloud.storage.objects.driver, dict(cloud.storage.objects.pod_annotations))
    ),
    "internal and public GatewayClass": lambda cloud: (cloud.gateway.internal, cloud.gateway.public),
    "controller of a class to create": lambda cloud: cloud.gateway.controller,
    "where a gateway's pods are": lambda cloud: cloud.gateway.namespace or bool(cloud.gateway.proxies),
    "where load balancers and health checks come from": lambda cloud: {
        name: (entrance.sources, bool(entrance.subnets)) for name, entrance in cloud.gateway.classes.items()
    },
    "kinds beside a routed Service": lambda cloud: [
        f"{extra.api_version} {extra.kind}" for extra in cloud.gateway.backend(_BACKEND)
    ],
    "a route may have timeouts, may mirror": lambda cloud: (cloud.gateway.timeouts, cloud.gateway.mirrors),
    "appProtocol of HTTP": lambda cloud: cloud.gateway.app_protocol,
    "Ingress": lambda cloud: (cloud.ingress_class, dict(cloud.ingress_annotations)),
    "load balancer of a Service, kept internal": lambda cloud: (
        cloud.load_balancer_class,
        dict(cloud.load_balancer_internal),
    ),
    "annotation of a ServiceAccount": lambda cloud: {way.named_by: way.annotation for way in cloud.identities},
    "labels of pods with an identity": lambda cloud: [dict(way.pod_labels) for way in cloud.identities],
    "labels of nodes with identities": lambda cloud: [dict(way.node_labels) for way in cloud.identities],
    "token service": lambda cloud: [way.service for way in cloud.identities],
    "identity endpoints on the node": lambda cloud: [
        (endpoint.cidr, endpoint.ports) for way in cloud.identities for endpoint in way.endpoints
    ],
    "name servers": lambda cloud: (cloud.dns_pods, cloud.dns_addresses),
    "own registry": lambda cloud: cloud.registry,
    "a zone": lambda cloud: cloud.zone,
    "what enforces NetworkPolicies": lambda cloud: cloud.network_policy,
}

EXISTS = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
PLUGIN_SHARES = {
    "mig": ("nvidia.com/mig-{profile}", {}),
    "timeSlicing": ("nvidia.com/gpu.shared", {"nvidia.com/gpu.sharing-strategy": "time-slicing"}),
    "mps": ("nvidia.com/gpu.shared", {"nvidia.com/gpu.sharing-strategy": "mps"}),
}
_PLUGIN = "https://github.com/NVIDIA/k8s-device-plugin"
_GKE_MODEL = "cloud.google.com/gke-accelerator"
_AKS_MODEL = "karpenter.azure.com/sku-gpu-name"
_EKS_MODEL = "karpenter.k8s.aws/instance-gpu-name"
_EDGE = ("130.211.0.0/22", "35.191.0.0/16")
_IDENTITY_NODES = {"iam.gke.io/gke-metadata-server-enabled": "true"}
_AZURE_INTERNAL = {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}
_NLB_INTERNAL = {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}

# Question → cloud → the answer, and where it is written.
Answers = dict["CloudName", tuple[Any, str]]
ANSWERS: dict[str, Answers] = {
    "labels of NVIDIA nodes": {
        "generic": ({"nvidia.com/gpu.present": "true"}, f"{_PLUGIN}: affinity of the chart's DaemonSet"),
        "eks": ({"karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia"}, _KARPENTER),
        "gke": ({}, f"{_GKE}/how-to/gpus: the only label names a model"),
        "aks": ({}, f"{_NAP}/pkg/apis/v1beta1/labels.go: the label below is among RestrictedLabels"),
    },
    "labels of NVIDIA nodes for DaemonSets": {
        "generic": ({}, "those for pods"),
        "eks": ({}, "those for pods"),
        "gke": ({}, f"{_GKE}/how-to/gpus: GKE's own DaemonSet"),
        "aks": ({"kubernetes.azure.com/accelerator": "nvidia"}, f"{_AKS}/use-labels"),
    },
    "labels of nodes by GPU model": {
        "generic": ({}, "nothing labels the nodes of a cluster about which nothing is known"),
        "eks": (
            {
                **{
                    name: {_EKS_MODEL: name}
                    for name in ("t4", "v100", "a10g", "l4", "l40s", "a100", "h100", "h200", "b200")
                },
                "a100-80gb": {_EKS_MODEL: "a100", "karpenter.k8s.aws/instance-gpu-memory": "81920"},
            },
            _EC2,
        ),
        "gke": (
            {
                "t4": {_GKE_MODEL: "nvidia-tesla-t4"},
                "v100": {_GKE_MODEL: "nvidia-tesla-v100"},
                "l4": {_GKE_MODEL: "nvidia-l4"},
                "a100": {_GKE_MODEL: "nvidia-tesla-a100"},
                "a100-80gb": {_GKE_MODEL: "nvidia-a100-80gb"},
                "h100": {_GKE_MODEL: "nvidia-h100-80gb"},
                "h200": {_GKE_MODEL: "nvidia-h200-141gb"},
                "b200": {_GKE_MODEL: "nvidia-b200"},
            },
            f"{_GKE}/how-to/gpus",
        ),
        "aks": (
            {name: {_AKS_MODEL: name.upper()} for name in ("t4", "a100", "h100", "h200")},
            f"{_NAP}/pkg/providers/instancetype/instancetype.go and pkg/utils/supported-gpus.yaml",
        ),
    },
    "taints of NVIDIA nodes": {
        "generic": ([EXISTS], f"{_PLUGIN}: tolerations of the static manifest"),
        "eks": ([EXISTS], f"{_AWS}/ml-eks-k8s-device-plugin.html: a convention, none is automatic"),
        "gke": ([EXISTS], f"{_GKE}/how-to/gpus: nvidia.com/gpu=present:NoSchedule"),
        "aks": (
            [{"key": "sku", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"}, EXISTS],
            f"{_AKS}/use-nvidia-gpu",
        ),
    },
    "other accelerators": {
        "generic": (["amd", "gaudi"], "https://instinct.docs.amd.com/projects/gpu-operator"),
        "eks": (["gaudi"], _KARPENTER),
        "gke": ([], f"{_GKE}/how-to/gpus"),
        "aks": (["amd"], f"{_AKS}/use-amd-gpus"),
    },
    "parts of GPUs": {
        "generic": (PLUGIN_SHARES, _PLUGIN),
        "eks": (PLUGIN_SHARES, _PLUGIN),
        "gke": (
            {
                "mig": ("nvidia.com/gpu", {"cloud.google.com/gke-gpu-partition-size": "{profile}"}),
                "timeSlicing": ("nvidia.com/gpu", {"cloud.google.com/gke-gpu-sharing-strategy": "time-sharing"}),
                "mps": ("nvidia.com/gpu", {"cloud.google.com/gke-gpu-sharing-strategy": "mps"}),
            },
            f"{_GKE}/concepts/timesharing-gpus, {_GKE}/how-to/gpus-multi, {_GKE}/how-to/nvidia-mps-gpus",
        ),
        "aks": (PLUGIN_SHARES, _PLUGIN),
    },
    "spot nodes": {
        "generic": (None, "nothing labels them"),
        "eks": (({"karpenter.sh/capacity-type": "spot"}, []), _KARPENTER),
        "gke": (
            (
                {"cloud.google.com/gke-spot": "true"},
                [{"key": "cloud.google.com/gke-spot", "operator": "Equal", "value": "true", "effect": "NoSchedule"}],
            ),
            f"{_GKE}/concepts/spot-vms",
        ),
        "aks": (
            (
                {"kubernetes.azure.com/priority": "spot"},
                [
                    {
                        "key": "kubernetes.azure.com/scalesetpriority",
                        "operator": "Equal",
                        "value": "spot",
                        "effect": "NoSchedule",
                    }
                ],
            ),
            f"{_AKS}/spot-node-pool, {_AKS}/use-labels",
        ),
    },
    "brings the device plugin": {
        "generic": (False, _PLUGIN),
        "eks": (False, f"{_AWS}/ml-eks-k8s-device-plugin.html: not in the AL2023 NVIDIA image"),
        "gke": (True, f"{_GKE}/how-to/gpus: nvidia-gpu-device-plugin in kube-system"),
        "aks": (False, f"{_AKS}/use-nvidia-gpu: the driver only"),
    },
    "brings the CRDs of Gateway API": {
        "generic": (False, "https://gateway-api.sigs.k8s.io/guides/getting-started"),
        "eks": (False, f"{_LBC}/gateway/gateway"),
        "gke": (True, f"{_GKE}/how-to/deploying-gateways"),
        "aks": (True, f"{_AKS}/managed-gateway-api"),
    },
    "class of volumes with one writer, and with many": {
        "generic": ((None, None), f"{_KUBERNETES}/concepts/storage/storage-classes/#default-storageclass"),
        "eks": (("gp3", "efs-sc"), f"{_AWS}/ebs-csi.html, {_AWS}/efs-csi.html: made by whoever sets up the cluster"),
        "gke": (
            ("standard-rwo", "standard-rwx"),
            f"{_GKE}/how-to/persistent-volumes/gce-pd-csi-driver, "
            f"{_GKE}/how-to/persistent-volumes/filestore-csi-driver",
        ),
        "aks": (("managed-csi-premium", "azurefile-csi-premium"), f"{_AKS}/concepts-storage#storage-classes"),
    },
    "buckets as volumes": {
        "generic": (None, "no store of its own"),
        "eks": (("s3", "s3.csi.aws.com", {}), f"{_AWS}/s3-csi.html"),
        "gke": (
            ("gs", "gcsfuse.csi.storage.gke.io", {"gke-gcsfuse/volumes": "true"}),
            f"{_GKE}/how-to/cloud-storage-fuse-csi-driver-setup",
        ),
        "aks": (("az", "blob.csi.azure.com", {}), f"{_AKS}/azure-blob-csi"),
    },
    "internal and public GatewayClass": {
        "generic": (("envoy", "envoy"), _ENVOY),
        "eks": (("alb", "alb"), f"{_LBC}/gateway/l7gateway: one class; LoadBalancerConfiguration states the scheme"),
        "gke": (
            ("gke-l7-rilb", "gke-l7-global-external-managed"),
            f"{_GKE}/how-to/gatewayclass-capabilities",
        ),
        "aks": (("approuting-istio", "approuting-istio"), f"{_AKS}/app-routing-gateway-api"),
    },
    "controller of a class to create": {
        "generic": ("gateway.envoyproxy.io/gatewayclass-controller", _ENVOY),
        "eks": ("gateway.k8s.aws/alb", f"{_LBC}/gateway/l7gateway"),
        "gke": (None, f"{_GKE}/how-to/gatewayclass-capabilities: built in, never created"),
        "aks": (None, f"{_AKS}/app-routing-gateway-api: made by the add-on"),
    },
    "where a gateway's pods are": {
        "generic": ("envoy-gateway-system", _ENVOY),
        "eks": (False, f"{_LBC}/gateway/l7gateway: an ALB has none"),
        "gke": (False, f"{_GKE}/concepts/gateway-api"),
        "aks": (
            True,
            "https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment",
        ),
    },
    "where load balancers and health checks come from": {
        "generic": ({"envoy": ((), False)}, "pods"),
        "eks": ({"alb": ((), True)}, "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"),
        "gke": (
            {
                "gke-l7-global-external-managed": (_EDGE, False),
                "gke-l7-regional-external-managed": (_EDGE, True),
                "gke-l7-rilb": (_EDGE, True),
            },
            "https://cloud.google.com/load-balancing/docs/firewall-rules, "
            "https://cloud.google.com/load-balancing/docs/proxy-only-subnets",
        ),
        "aks": ({"approuting-istio": ((), False)}, "pods"),
    },
    "kinds beside a routed Service": {
        "generic": ([], _ENVOY),
        "eks": (["gateway.k8s.aws/v1beta1 TargetGroupConfiguration"], f"{_LBC}/gateway/targetgroupconfig"),
        "gke": (
            ["networking.gke.io/v1 HealthCheckPolicy", "networking.gke.io/v1 GCPBackendPolicy"],
            f"{_GKE}/how-to/configure-gateway-resources; "
            "CRDs: https://github.com/GoogleCloudPlatform/gke-gateway-api/tree/main/config/crd",
        ),
        "aks": ([], f"{_AKS}/app-routing-gateway-api"),
    },
    "a route may have timeouts, may mirror": {
        "generic": ((True, True), "https://gateway.envoyproxy.io/docs/tasks/traffic/http-timeouts"),
        "eks": ((False, False), f"{_LBC}/gateway/l7gateway: table of HTTPRoute"),
        "gke": ((False, True), "https://github.com/kserve/kserve/issues/5311: GWCER104, Timeouts are not supported"),
        "aks": ((True, True), "https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api"),
    },
    "appProtocol of HTTP": {
        "generic": ("http", f"{_KUBERNETES}/concepts/services-networking/service/#application-protocol"),
        "eks": ("http", f"{_KUBERNETES}/concepts/services-networking/service/#application-protocol"),
        "gke": ("HTTP", f"{_GKE}/how-to/secure-gateway#load-balancer-tls"),
        "aks": ("http", f"{_KUBERNETES}/concepts/services-networking/service/#application-protocol"),
    },
    "Ingress": {
        "generic": (("traefik", {}), "https://docs.k3s.io/networking/networking-services"),
        "eks": (("alb", {"alb.ingress.kubernetes.io/target-type": "ip"}), f"{_LBC}/ingress/annotations"),
        "gke": ((None, {"kubernetes.io/ingress.class": "gce"}), f"{_GKE}/concepts/ingress"),
        "aks": (
            ("azure-alb-external", {}),
            "https://learn.microsoft.com/azure/application-gateway/for-containers/ingress-controller-installation",
        ),
    },
    "load balancer of a Service, kept internal": {
        "generic": ((None, {}), "unknown"),
        "eks": (("service.k8s.aws/nlb", _NLB_INTERNAL), f"{_LBC}/service/annotations"),
        "gke": ((None, {"networking.gke.io/load-balancer-type": "Internal"}), f"{_GKE}/how-to/internal-load-balancing"),
        "aks": ((None, _AZURE_INTERNAL), f"{_AKS}/internal-lb"),
    },
    "annotation of a ServiceAccount": {
        "generic": ({}, "no identity"),
        "eks": (
            {"aws_role_arn": "eks.amazonaws.com/role-arn", "aws_pod_identity": None},
            f"{_AWS}/associate-service-account-role.html, {_AWS}/pod-id-association.html",
        ),
        "gke": ({"gcp_service_account": "iam.gke.io/gcp-service-account"}, f"{_GKE}/how-to/workload-identity"),
        "aks": ({"azure_client_id": "azure.workload.identity/client-id"}, f"{_AKS}/workload-identity-overview"),
    },
    "labels of pods with an identity": {
        "generic": ([], "no identity"),
        "eks": ([{}, {}], f"{_AWS}/iam-roles-for-service-accounts.html"),
        "gke": ([{}], f"{_GKE}/how-to/workload-identity"),
        "aks": ([{"azure.workload.identity/use": "true"}], f"{_AKS}/workload-identity-overview#pod-labels"),
    },
    "labels of nodes with identities": {
        "generic": ([], "no identity"),
        "eks": ([{}, {}], f"{_AWS}/iam-roles-for-service-accounts.html"),
        "gke": ([_IDENTITY_NODES], f"{_GKE}/how-to/workload-identity: nodeSelector of Standard clusters"),
        "aks": ([{}], f"{_AKS}/workload-identity-overview"),
    },
    "token service": {
        "generic": ([], "no identity"),
        "eks": (["sts", None], f"{_AWS}/iam-roles-for-service-accounts.html, {_AWS}/pod-id-how-it-works.html"),
        "gke": ([None], f"{_GKE}/concepts/workload-identity: the metadata server"),
        "aks": (["entra"], "https://azure.github.io/azure-workload-identity/docs/introduction.html"),
    },
    "identity endpoints on the node": {
        "generic": ([], "no identity"),
        "eks": ([("169.254.170.23/32", (80,))], f"{_AWS}/pod-id-agent-setup.html"),
        "gke": (
            [("169.254.169.254/32", (80, 8080)), ("169.254.169.252/32", (987, 988))],
            f"{_GKE}/how-to/network-policy",
        ),
        "aks": ([], f"{_AKS}/workload-identity-overview"),
    },
    "name servers": {
        "generic": ((("kube-dns",), ()), "https://github.com/coredns/deployment/tree/master/kubernetes"),
        "eks": ((("kube-dns",), ()), f"{_AWS}/managing-coredns.html"),
        "gke": (
            (("kube-dns", "node-local-dns"), ("169.254.20.10/32", "169.254.169.254/32")),
            f"{_GKE}/how-to/nodelocal-dns-cache, {_GKE}/how-to/cloud-dns",
        ),
        "aks": ((("kube-dns",), ("169.254.10.10/32", "169.254.10.11/32")), f"{_AKS}/localdns-custom"),
    },
    "own registry": {
        "generic": ("<host>/<repository>", "https://github.com/distribution/reference"),
        "eks": (
            "<account>.dkr.ecr.<region>.amazonaws.com/<repository>",
            "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
        ),
        "gke": (
            "<region>-docker.pkg.dev/<project>/<repository>/<image>",
            "https://cloud.google.com/artifact-registry/docs/docker/names",
        ),
        "aks": ("<name>.azurecr.io/<repository>", "https://learn.microsoft.com/azure/container-registry"),
    },
    "a zone": {
        "generic": ("zone-a", f"{_KUBERNETES}/reference/labels-annotations-taints/#topologykubernetesiozone"),
        "eks": (
            "us-east-1a",
            "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
        ),
        "gke": ("us-central1-a", "https://cloud.google.com/compute/docs/regions-zones"),
        "aks": ("uksouth-1", f"{_AKS}/availability-zones"),
    },
    "what enforces NetworkPolicies": {
        "generic": (
            "a CNI that does: Calico, Cilium, kindnet or k3s's own",
            f"{_KUBERNETES}/concepts/services-networking/network-policies/#prerequisites",
        ),
        "eks": ('the VPC CNI with `enableNetworkPolicy: "true"`; off by default', f"{_AWS}/cni-network-policy.html"),
        "gke": (
            "Dataplane V2, or `--enable-network-policy` (Calico); neither is the default of Standard",
            f"{_GKE}/how-to/network-policy",
        ),
        "aks": ("Azure CNI with Cilium or Calico; none by default", f"{_AKS}/use-network-policies"),
    },
}


@pytest.mark.parametrize("cloud", list(CLOUDS))
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_cloud_answers(question: str, cloud: CloudName) -> None:
    answer, source = ANSWERS[question][cloud]
    assert QUESTIONS[question](CLOUDS[cloud]) == answer, source


def test_every_question_is_answered_for_every_cloud_with_a_source() -> None:
    assert {question: list(answers) for question, answers in ANSWERS.items()} == {
        question: list(CLOUDS) for question in QUESTIONS
    }
    assert not [question for question, answers in ANSWERS.items() for _, source in answers.values() if not source]


@pytest.mark.parametrize("cloud", list(CLOUDS))
def test_a_clouds_default_classes_are_among_those_it_knows(cloud: CloudName) -> None:
    gateway = CLOUDS[cloud].gateway
    assert {gateway.internal, gateway.public} <= set(gateway.classes)


def test_a_cloud_is_called_as_the_settings_call_it() -> None:
    assert {name: cloud.name for name, cloud in CLOUDS.items()} == {name: name for name in CLOUDS}


def test_no_builder_asks_which_cloud_it_is_on() -> None:
    """A cloud is its facts: one that a builder must know by name could not be added with a module."""
    named = {
        f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        for path in sorted((REPOSITORY / "infra").rglob("*.py"))
        if "clouds" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in CLOUDS
    }
    assert named == set()
