"""Settings of what a cluster has around its models: who scrapes, who scales, who brings secrets, who takes traces."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from models.base import DnsLabel, LabelValue, Part, text
from models.metrics import PositiveNumber

_HTTP_URL = text(
    r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9/._~-]*)?",
    "an HTTP address",
    "write http:// or https://, the host and a port, without credentials",
)
_SERVICE_URL = text(
    r"https?://[a-z0-9-]+\.[a-z0-9-]+\.svc(\.cluster\.local)?:[0-9]{1,5}",
    "a Service's address",
    "write http://<service>.<namespace>.svc:<port>; a NetworkPolicy must be able to name it",
)
_LABEL_NAME = text(
    r"([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?",
    "a label's name",
    "write release, or example.com/release",
)
HttpUrl = Annotated[str, *_HTTP_URL]


class Monitoring(Part):
    """How metrics are scraped, and what is done with them."""

    scrape: Literal["annotations", "podMonitor", "serviceMonitor"] = "annotations"
    """Annotations on the pods, for the Prometheus add-on; or an object for the Prometheus operator, which is there."""
    labels: dict[Annotated[str, *_LABEL_NAME], LabelValue] = Field(default_factory=dict)
    """Labels by which the operator's Prometheus selects monitors and rules, such as ``release: prometheus``."""
    namespace: DnsLabel = "monitoring"
    """Namespace of the Prometheus pods, which every model lets in."""
    pods: LabelValue = "prometheus"
    """What ``app.kubernetes.io/name`` says on the Prometheus pods."""
    server: HttpUrl | None = None
    """Address at which Prometheus answers KEDA's questions; the add-on's where absent."""
    dcgm: bool = False
    """Whether NVIDIA's DCGM exporter is there and scraped, so that the use of GPUs is known."""
    alerts: bool = True
    """Whether a model's objectives become alerts; only the operator takes them."""
    dashboards: bool = False
    """Whether each model gets a dashboard, for a Grafana whose sidecar reads ConfigMaps of all namespaces."""

    @property
    def operator(self) -> bool:
        """Whether the Prometheus operator is there."""
        return self.scrape != "annotations"


class Wake(Part):
    """What tells of requests for a model that has no replica."""

    query: Annotated[str, Field(min_length=1, max_length=4000)]
    """PromQL for requests per second, with ``{name}``, ``{namespace}`` and ``{host}`` for the model's."""
    target: PositiveNumber = 10
    """Requests per second that one replica carries."""


class Keda(Part):
    """KEDA, installed by somebody else."""

    namespace: DnsLabel = "keda"
    """Where it runs."""
    wake: Wake | None = None
    """Question about the gateway, for models that scale to zero."""


class Autoscaler(Part):
    """What scales models, besides the HorizontalPodAutoscaler that every cluster has."""

    keda: Keda | None = None
    """Present if KEDA is installed."""
    custom_metrics: bool = False
    """Whether an adapter serves metrics of pods in ``custom.metrics.k8s.io``."""


class ExternalSecrets(Part):
    """The External Secrets operator, installed by somebody else."""

    store: DnsLabel
    """Store that secrets come from, unless a spec names another one."""
    kind: Literal["ClusterSecretStore", "SecretStore"] = "ClusterSecretStore"
    """Kind of that store; a SecretStore must be in each tenant's namespace."""
    refresh_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    """Minutes after which the operator reads the store again."""


class Otlp(Part):
    """A collector of traces."""

    endpoint: Annotated[str, *_SERVICE_URL]
    """Its address for OTLP over HTTP; its port must be one that its pods listen on: NetworkPolicies see no other."""
    sample_percent: Annotated[float, Field(ge=0, le=100)] = 5
    """Percent of the requests that are traced where the caller hasn't decided."""

    @property
    def namespace(self) -> str:
        """Namespace of the collector."""
        return self.endpoint.split("//")[1].split(".")[1]

    @property
    def port(self) -> int:
        """Port of the collector."""
        return int(self.endpoint.rsplit(":", 1)[1])
