"""One model on one stack: what every builder of this package is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra import labels
from infra.clouds import CLOUDS
from infra.runtimes import server_of

if TYPE_CHECKING:
    from infra.clouds.cloud import Cloud
    from infra.manifest import Manifest
    from infra.runtimes.server import Server
    from infra.settings import Settings
    from models.scaling import Scaling
    from models.spec import ModelSpec


@dataclass(frozen=True, slots=True)
class Target:
    """A model, the stack it goes to, and what follows from the two."""

    spec: ModelSpec
    settings: Settings
    cloud: Cloud
    server: Server
    scaling: Scaling
    """The spec's scaling under the stack's ceiling."""
    namespace: str
    variant: str = ""
    """Which of the model's variants this is; empty where it has none, and for what all of them share."""

    @property
    def name(self) -> str:
        """Name of most objects: the model's, with the variant's behind it. Requests name the model: ``spec.name``."""
        return labels.variant_name(self.spec.name, self.variant)

    @property
    def kind(self) -> str:
        """Kind of the workload that runs the model."""
        return type(self.spec.workload).__name__

    @property
    def serves(self) -> bool:
        """Whether the model answers requests; a batch doesn't."""
        return self.spec.batch is None

    @property
    def most_pods(self) -> int:
        """Pods that run at one time at most."""
        return self.spec.batch.parallelism if self.spec.batch else self.scaling.most

    def replicas(self) -> dict[str, int]:
        """Return the workload's replicas; none if there is an autoscaler, with which Git would fight over them."""
        return {} if self.scaling.autoscaled else {"replicas": self.scaling.fewest}

    def selector(self) -> dict[str, str]:
        """Return the labels that select the model's pods."""
        return labels.selector(self.name)

    def labels(self) -> dict[str, str]:
        """Return the labels of the model's objects."""
        spec = self.spec
        named = labels.model(spec.name, spec.version, spec.owner, self.variant)
        return named | labels.accounting(spec.cost_center, spec.tier) | labels.purpose(spec.framework, spec.task)

    def manifest(
        self, api_version: str, kind: str, name: str = "", annotations: dict[str, str] | None = None
    ) -> Manifest:
        """Return an object of the model up to its metadata."""
        metadata: Manifest = {"name": name or self.name, "namespace": self.namespace, "labels": self.labels()}
        if annotations:
            metadata["annotations"] = annotations
        return {"apiVersion": api_version, "kind": kind, "metadata": metadata}


def target(spec: ModelSpec, settings: Settings, variant: str = "") -> Target:
    """Return what the builders need to build ``spec``, which may be a variant's, on the stack of ``settings``."""
    return Target(
        spec=spec,
        settings=settings,
        cloud=CLOUDS[settings.cloud],
        server=server_of(spec, settings.images),
        scaling=spec.scaling.capped(settings.max_replicas),
        namespace=spec.namespace or settings.default_tenant,
        variant=variant,
    )
