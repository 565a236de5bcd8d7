"""Amazon EKS with Karpenter, the AWS Load Balancer Controller and the EBS CSI driver."""

from infra.clouds.cloud import Cloud, NodeFacts, Nodes, Taint
from infra.clouds.gateway import Asked, Backend, Entrance, Extra, GatewayFacts
from infra.clouds.identity import Endpoint, WorkloadIdentity
from infra.clouds.storage import ObjectVolume, Storage
from infra.clouds.vendors import NVIDIA_SHARES

# https://karpenter.sh/docs/concepts/scheduling/#well-known-labels
_MAKER = "karpenter.k8s.aws/instance-gpu-manufacturer"
_MODEL = "karpenter.k8s.aws/instance-gpu-name"
_MEMORY_MIB = "karpenter.k8s.aws/instance-gpu-memory"

# Controllers from 3.5 on call v1beta1 deprecated, and those before know nothing else:
# https://github.com/aws/eks-charts/pull/1354
_GATEWAY_API = "gateway.k8s.aws/v1beta1"


def _load_balancer(asked: Asked) -> Extra:
    """Return the settings of the load balancer itself.

    https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/
    """
    # Its own default is 60 seconds, and a model that thinks longer would never be heard.
    idle = {"key": "idle_timeout.timeout_seconds", "value": str(asked.longest_request_seconds)}
    scheme = "internet-facing" if asked.internet else "internal"
    spec = {"scheme": scheme, "loadBalancerAttributes": [idle]}
    return Extra(_GATEWAY_API, "LoadBalancerConfiguration", {"spec": spec})


def _target_group(backend: Backend) -> tuple[Extra, ...]:
    """Return how the load balancer finds and asks the pods.

    https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/targetgroupconfig/
    """
    check = {
        "healthCheckProtocol": "HTTP",
        # Its own default is /, which no runtime answers with 200.
        "healthCheckPath": backend.ready_path,
        "healthCheckInterval": 10,
        "healthCheckTimeout": 3,
        "healthyThresholdCount": 2,
        "unhealthyThresholdCount": 2,
        "matcher": {"httpCode": "200"},
    }
    configuration = {
        # Its own default, instance, sends to a node's port, which a ClusterIP Service has none of.
        "targetType": "ip",
        "healthCheckConfig": check,
        "targetGroupAttributes": [{"key": "deregistration_delay.timeout_seconds", "value": str(backend.drain_seconds)}],
    }
    reference = {"group": "", "kind": "Service", "name": backend.service}
    spec = {"targetReference": reference, "defaultConfiguration": configuration}
    return (Extra(_GATEWAY_API, "TargetGroupConfiguration", {"spec": spec}),)


EKS = Cloud(
    name="eks",
    accelerators={
        "nvidia": NodeFacts(
            labels={_MAKER: "nvidia"},
            # No taint is automatic; the convention is nvidia.com/gpu=true:NoSchedule.
            taints=(Taint("nvidia.com/gpu"),),
            resource="nvidia.com/gpu",
            models={
                **{
                    model: {_MODEL: model}
                    for model in ("t4", "v100", "a10g", "l4", "l40s", "a100", "h100", "h200", "b200")
                },
                # https://karpenter.sh/docs/reference/instance-types: p4d and p4de have GPUs of one name.
                "a100-80gb": {_MODEL: "a100", _MEMORY_MIB: "81920"},
            },
            # Karpenter starts no node for a resource it doesn't know, so nodes with shares must be there already.
            shares=NVIDIA_SHARES,
            # Nor for a claim: https://github.com/kubernetes-sigs/karpenter/issues/3228
            device_class=None,
        ),
        "gaudi": NodeFacts(
            # The DL1 instances. EC2 calls the accelerator gaudi-hl-205.
            labels={_MAKER: "habana"},
            taints=(Taint("habana.ai/gaudi"),),
            resource="habana.ai/gaudi",
            models={"gaudi": {_MODEL: "gaudi-hl-205"}},
        ),
    },
    # https://karpenter.sh/docs/concepts/scheduling/#well-known-labels; Karpenter sets no taint of its own.
    spot=Nodes({"karpenter.sh/capacity-type": "spot"}),
    # The AL2023 NVIDIA image has driver and toolkit but no plugin.
    # https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-k8s-device-plugin.html
    manages_device_plugin=False,
    manages_gateway_api=False,
    # No class is the default since 1.30, and none for EFS is shipped: efs-sc is what AWS's guide calls its own.
    # https://docs.aws.amazon.com/eks/latest/userguide/s3-csi.html
    storage=Storage(single="gp3", shared="efs-sc", objects=ObjectVolume("s3", "s3.csi.aws.com")),
    gateway=GatewayFacts(
        internal="alb",
        public="alb",
        classes={"alb": Entrance(subnets="the subnets that the load balancer stands in")},
        controller="gateway.k8s.aws/alb",
        parameters=_load_balancer,
        backend=_target_group,
        # https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/
        timeouts=False,
        mirrors=False,
        one_timeout=True,
    ),
    ingress_class="alb",
    # The default target type, instance, sends to a node's port, which a ClusterIP Service has none of.
    ingress_annotations={"alb.ingress.kubernetes.io/target-type": "ip"},
    identities=(
        # IRSA: the SDK trades the projected token for credentials at STS.
        # https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
        WorkloadIdentity("aws_role_arn", annotation="eks.amazonaws.com/role-arn", service="sts"),
        # Pod Identity: an association in EKS's own API, and an agent on every node.
        # https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
        # That it answers on port 80 alone is unverified.
        WorkloadIdentity("aws_pod_identity", endpoints=(Endpoint("169.254.170.23/32", (80,)),)),
    ),
    dns_pods=("kube-dns",),
    dns_addresses=(),
    load_balancer_class="service.k8s.aws/nlb",
    load_balancer_internal={"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"},
    registry="<account>.dkr.ecr.<region>.amazonaws.com/<repository>",
    zone="us-east-1a",
    # https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
    network_policy='the VPC CNI with `enableNetworkPolicy: "true"`; off by default',
)
