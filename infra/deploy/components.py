"""The Pulumi resources: a component for the platform and one for each model, and their objects as they were judged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pulumi

from infra.deploy.patience import patient
from infra.deploy.wave import wave_of
from infra.manifest import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.manifest import Component, Manifest


class Platform(pulumi.ComponentResource):
    """The namespaces, their guards and the add-ons of a stack."""

    def __init__(self, opts: pulumi.ResourceOptions) -> None:
        """Register the component; its objects are declared into it."""
        super().__init__("slipway:platform:Platform", "platform", None, opts)


class Model(pulumi.ComponentResource):
    """The objects of one model."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        """Register the component; its objects are declared into it."""
        super().__init__("slipway:serving:Model", name, None, opts)


class Declaration:
    """Declares components with one provider, each object after those it needs."""

    def __init__(self, provider: pulumi.ProviderResource) -> None:
        """Remember the provider."""
        self._provider = provider
        self._guards: dict[str, list[pulumi.Resource]] = defaultdict(list)

    def declare(self, components: Iterable[Component]) -> None:
        """Declare the platform's components as one, then each model."""
        everything = list(components)
        platform = [manifest for one in everything if one.kind == "platform" for manifest in one.manifests]
        if platform:
            self._objects(Platform(pulumi.ResourceOptions()), platform)
        for component in everything:
            if component.kind == "models":
                self._objects(Model(component.name, pulumi.ResourceOptions()), component.manifests)

    def _objects(self, parent: pulumi.ComponentResource, manifests: Iterable[Manifest]) -> None:
        mine: dict[str, list[pulumi.Resource]] = defaultdict(list)
        for manifest in sorted(manifests, key=wave_of):
            wave, namespace = wave_of(manifest), identity(manifest).namespace
            # The owner's own objects of the wave before stand behind the namespace's guards already.
            before = list((mine[namespace] if wave > 1 else []) or self._guards[namespace])
            resource = self._resource(manifest, parent, before)
            if wave == 0:
                self._guards[identity(manifest).name].append(resource)
            elif wave == 1:
                mine[namespace].append(resource)
        if isinstance(parent, Platform):
            for namespace, resources in mine.items():
                self._guards[namespace].extend(resources)
        parent.register_outputs({})

    def _resource(self, manifest: Manifest, parent: pulumi.Resource, after: list[pulumi.Resource]) -> pulumi.Resource:
        key = identity(manifest)
        name = f"{key.namespace}/{key.name}" if key.namespace else key.name
        group, _, version = key.api_version.rpartition("/")
        return pulumi.CustomResource(
            f"kubernetes:{group or 'core'}/{version}:{key.kind}",
            name,
            patient(manifest),
            pulumi.ResourceOptions(parent=parent, provider=self._provider, depends_on=after),
        )
