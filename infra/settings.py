"""Settings: what ``Pulumi.<stack>.yaml`` says about one stack. The only module that knows the keys of that file."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from infra.clouds.cloud import Destination
from infra.surroundings import Autoscaler, ExternalSecrets, Monitoring, Otlp
from models.base import DnsLabel, HostName, Image, Part, Quantity, number_as_text, refuse, text

Environment = Literal["dev", "staging", "prod"]
ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)
CloudName = Literal["generic", "eks"]


_CIDR = text(r"([0-9]{1,3}\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])", "an IPv4 range", "write it as 10.20.0.0/16")
Cidr = Annotated[str, *_CIDR]
"""A range of IPv4 addresses."""
PRIVATE_CIDRS = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
"""Addresses that are not on the internet: RFC 1918 and RFC 6598."""
_KUBERNETES = text(
    r"1\.(3[0-9]|[4-9][0-9])", "a supported version", 'write the minor version in quotes, "1.30" or later'
)
# 1.30 is the first with the sleep action, which lets images without a shell drain.
_RESOURCE = text(
    r"(?!nvidia\.com/gpu$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[a-z0-9]([-a-z0-9._]*[a-z0-9])?",
    "an extended resource that devices counts",
    "write it as nodes offer it, such as amd.com/gpu; whole NVIDIA GPUs are gpus",
)


class Quota(Part):
    """What all pods of a namespace may take together, at their autoscalers' maxima and while they roll out."""

    cpu: Quantity
    """CPUs, requests and limits alike."""
    memory: Quantity
    """Bytes, requests and limits alike."""
    ephemeral_storage: Quantity = "200Gi"
    """Bytes of node-local scratch space, requests and limits alike."""
    storage: Quantity = "1Ti"
    """Bytes of persistent volumes."""
    gpus: Annotated[int, Field(ge=0)] = 0
    """Whole NVIDIA GPUs."""
    devices: dict[Annotated[str, *_RESOURCE], Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    """Other accelerators, by the resource that pods ask for: ``nvidia.com/mig-1g.10gb``, ``amd.com/gpu``."""
    pods: Annotated[int, Field(ge=1)] = 100
    """Pods that may exist at one time."""


class Tenant(Part):
    """A namespace for models."""

    quota: Quota


class Images(Part):
    """The images a stack uses; those of the platform have defaults that are public and fixed."""

    app: Image
    """The builtin inference server, which also downloads artifacts for every runtime."""
    app_sklearn: Image | None = None
    """The same server built with scikit-learn, for skops and pickled models."""
    vllm: Image = "docker.io/vllm/vllm-openai:v0.11.0"
    vllm_rocm: Image = "docker.io/vllm/vllm-openai-rocm:v0.20.1"
    """vLLM for AMD's GPUs."""
    mlserver: Image = "docker.io/seldonio/mlserver:1.7.1"
    triton: Image = "nvcr.io/nvidia/tritonserver:26.06-py3"
    tensorflow_serving: Image = "docker.io/tensorflow/serving:2.19.1"
    tensorflow_serving_gpu: Image = "docker.io/tensorflow/serving:2.19.1-gpu"
    nvidia_device_plugin: Image = "nvcr.io/nvidia/k8s-device-plugin:v0.20.0"
    prometheus: Image = "quay.io/prometheus/prometheus:v3.15.0"


class NvidiaDevicePlugin(Part):
    """Advertises a node's NVIDIA GPUs to the scheduler; refused where the cloud brings its own."""


class Prometheus(Part):
    """One Prometheus that scrapes every model's pods."""

    retention_days: Annotated[int, Field(ge=1, le=365)] = 10
    storage: Quantity = "50Gi"
    """Size of its volume; 80 % of it is the limit for stored series."""
    cpu: Quantity = "500m"
    memory: Quantity = "2Gi"


class Gateway(Part):
    """The way in for models with an external route, by Gateway API."""

    class_name: DnsLabel | None = None
    """GatewayClass to use; the cloud's own where none is named."""
    tls_secret: DnsLabel = "gateway-tls"  # noqa: S105 - the name of a Secret, not its content
    """Secret in the gateway's namespace that holds the certificate for ``*.<domain>``."""
    source_cidrs: tuple[Cidr, ...] = ()
    """Subnets of the load balancer, where one outside the cluster carries the traffic (EKS)."""


class Addons(Part):
    """The add-ons a stack installs: a key with its settings (or ``{}``) turns one on."""

    nvidia_device_plugin: NvidiaDevicePlugin | None = None
    prometheus: Prometheus | None = None
    gateway: Gateway | None = None


class Cluster(Part):
    """The cluster that ``pulumi up`` deploys to; never the current context by accident."""

    context: Annotated[str, Field(min_length=1)]
    """Context of the kubeconfig."""
    kubeconfig: str | None = None
    """Path of the kubeconfig; the client's usual ones where absent."""


class Settings(Part):
    """One stack: an environment on one cluster."""

    stack: DnsLabel
    """The stack's name, from the file's name."""
    environment: Environment
    """Selects the specs' overlays and the policies' thresholds."""
    cloud: CloudName
    kubernetes_version: Annotated[str, BeforeValidator(number_as_text), *_KUBERNETES]
    """Minor version of the cluster, quoted: ``"1.34"``."""
    domain: HostName
    """Parent domain of the models' external routes."""
    images: Images
    tenants: Annotated[dict[DnsLabel, Tenant], Field(min_length=1)]
    """Namespaces for models. A spec that names none gets the first."""
    max_nodes: Annotated[int, Field(ge=1, le=15_000)] = 10
    """Nodes the cluster may grow to: what a DaemonSet is multiplied by."""
    max_replicas: Annotated[int, Field(ge=1)] | None = None
    """Ceiling for every model's replicas; 1 makes a small stack without autoscalers."""
    egress_cidrs: dict[Destination, Annotated[tuple[Cidr, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Addresses of stores and token services, such as their endpoints in the VPC; any public one where absent."""
    api_server_cidrs: Annotated[tuple[Cidr, ...], Field(min_length=1)] = PRIVATE_CIDRS
    """Addresses of the Kubernetes API server, for Prometheus; any private one where absent."""
    storage_class: DnsLabel | None = None
    """StorageClass of model caches and of Prometheus; the cloud's own where none is named."""
    cluster: Cluster | None = None
    """Where ``pulumi up`` deploys to; the stack can only be rendered and previewed where absent."""
    addons: Addons = Addons()
    monitoring: Monitoring = Monitoring()
    autoscaler: Autoscaler = Autoscaler()
    external_secrets: ExternalSecrets | None = None
    otlp: Otlp | None = None

    @property
    def minor(self) -> int:
        """The cluster's minor version: 34 of ``1.34``."""
        return int(self.kubernetes_version.partition(".")[2])

    @property
    def default_tenant(self) -> str:
        """The namespace of a spec that names none."""
        return next(iter(self.tenants))

    @model_validator(mode="after")
    def _tenants_are_not_platform_namespaces(self) -> Settings:
        taken = sorted(set(self.tenants) & {"nvidia", "monitoring", "gateway", "kube-system", "default"})
        if taken:
            refuse(f"{', '.join(taken)} is a namespace of the platform", "choose another name", "tenants")
        return self
