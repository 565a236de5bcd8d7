"""Settings: what ``Pulumi.<stack>.yaml`` says about one stack. Only this module and its parts know that file's keys."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from infra.addon_settings import Addons
from infra.cidr import PRIVATE_CIDRS
from infra.clouds import CloudName
from infra.clouds.identity import Destination
from infra.surroundings import Autoscaler, ExternalSecrets, Monitoring, Otlp
from models.base import DnsLabel, HostName, Image, Part, Quantity, number_as_text, refuse, text
from models.cidr import Cidr

Environment = Literal["dev", "staging", "prod"]
ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)
_INGRESS_CLASS = text(
    r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?",
    "the name of an IngressClass",
    "use lower-case letters, digits, '-' and '.'",
)
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


class Ingress(Part):
    """An Ingress controller that runs already, for the routes of models where the stack has no gateway."""

    class_name: Annotated[str, *_INGRESS_CLASS] | None = None
    """IngressClass to use; the cloud's own where none is named."""
    annotations: dict[str, str] = Field(default_factory=dict)
    """Annotations of every Ingress, such as the one that names the certificate."""
    tls_secret: DnsLabel | None = None
    """Secret in the models' namespaces with their certificate; the controller's own business where absent."""
    namespace: DnsLabel | None = None
    """Namespace of the controller's pods, where pods carry the traffic."""
    source_cidrs: tuple[Cidr, ...] = ()
    """Subnets of the load balancer, where one outside the cluster carries the traffic (EKS, GKE)."""

    @model_validator(mode="after")
    def _callers_are_known(self) -> Ingress:
        if bool(self.namespace) == bool(self.source_cidrs):
            what = "models let in only whom they know, and exactly one place must be named that sends requests"
            refuse(what, "add namespace: (of the controller's pods) or sourceCidrs: (of the load balancer)")
        return self


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
    """Addresses of stores and token services, such as their endpoints in the VPC; any public one where absent. ``dns``
    adds to the cluster's own name servers, such as the address of their Service where Calico looks at that."""
    api_server_cidrs: Annotated[tuple[Cidr, ...], Field(min_length=1)] = PRIVATE_CIDRS
    """Addresses of the Kubernetes API server, for Prometheus; any private one where absent."""
    storage_class: DnsLabel | None = None
    """StorageClass of Prometheus and of model caches with one writer; the cloud's own where none is named."""
    shared_storage_class: DnsLabel | None = None
    """StorageClass of model caches with many writers; ``storageClass``, or else the cloud's own, where absent."""
    cluster: Cluster | None = None
    """Where ``pulumi up`` deploys to; the stack can only be rendered and previewed where absent."""
    addons: Addons = Addons()
    monitoring: Monitoring = Monitoring()
    autoscaler: Autoscaler = Autoscaler()
    external_secrets: ExternalSecrets | None = None
    otlp: Otlp | None = None
    ingress: Ingress | None = None
    """Ingress controller for models' external routes; only the gateway of the add-ons where absent."""

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
