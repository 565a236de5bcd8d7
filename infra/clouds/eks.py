"""Amazon EKS with Karpenter, the AWS Load Balancer Controller and the EBS CSI driver."""

from infra.clouds.cloud import Cloud, NodeFacts, Nodes, Taint
from infra.clouds.vendors import NVIDIA_SHARES

# https://karpenter.sh/docs/concepts/scheduling/#well-known-labels
_MAKER = "karpenter.k8s.aws/instance-gpu-manufacturer"
_MODEL = "karpenter.k8s.aws/instance-gpu-name"
_MEMORY_MIB = "karpenter.k8s.aws/instance-gpu-memory"

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
                # p4d and p4de have GPUs of one name.
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
    manages_device_plugin=False,
    storage_class="gp3",
    gateway_class="alb",
    gateway_controller="gateway.k8s.aws/alb",
    # An ALB sends to the pods itself, from the subnets it stands in.
    gateway_namespace=None,
    identity_annotation="eks.amazonaws.com/role-arn",
    # IRSA: the SDK trades the projected token for credentials at STS.
    identity_service="sts",
)
