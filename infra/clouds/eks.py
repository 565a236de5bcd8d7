"""Amazon EKS with Karpenter, the AWS Load Balancer Controller and the EBS CSI driver."""

from infra.clouds.cloud import Cloud, Taint

EKS = Cloud(
    name="eks",
    # https://karpenter.sh/docs/concepts/scheduling/#well-known-labels
    gpu_nodes={"karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia"},
    gpu_model_label="karpenter.k8s.aws/instance-gpu-name",
    gpu_models={model: model for model in ("t4", "a10g", "l4", "l40s", "a100", "h100")},
    # No taint is automatic; the convention is nvidia.com/gpu=true:NoSchedule.
    gpu_taints=(Taint("nvidia.com/gpu"),),
    # The AL2023 NVIDIA image has driver and toolkit but no plugin.
    manages_device_plugin=False,
    storage_class="gp3",
    gateway_class="alb",
    gateway_controller="gateway.k8s.aws/alb",
    # An ALB sends to the pods itself, from the subnets it stands in.
    gateway_namespace=None,
    ingress_class="alb",
    # The default target type, instance, sends to a node's port, which a ClusterIP Service has none of.
    ingress_annotations={"alb.ingress.kubernetes.io/target-type": "ip"},
    identity_annotation="eks.amazonaws.com/role-arn",
    # IRSA: the SDK trades the projected token for credentials at STS.
    identity_service="sts",
    # https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1338: an ALB has no such action.
    gateway_mirrors=False,
)
